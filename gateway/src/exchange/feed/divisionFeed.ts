import { randomUUID } from 'node:crypto'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { Audience } from '../../execution/audience.ts'
import type { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { TextAnswer } from '../../execution/executeOperation.ts'
import type { ReadyOperation } from '../../execution/operationStore.ts'
import { SharedWork } from '../../execution/sharedWork.ts'
import type { SupergraphExecutor } from '../../execution/supergraphExecutor.ts'
import { rightsKey } from '../../request/rightsKey.ts'
import { type DivisionPage, divisionPage } from './divisionPage.ts'
import { EventQueries, type SelectRecords } from './eventQuery.ts'

/** One reader's question to one division. */
export interface DivisionQuestion {
  readonly audience: Audience
  readonly caller: CallerClaims
  readonly division: DivisionName
  readonly after: number
  /** Most events to look at. */
  readonly first: number
  readonly families: readonly string[] | undefined
  /** End of the snapshot that is being read; undefined for none. */
  readonly snapshotTo: number | undefined
  readonly requestId: string | undefined
}

/** Everything there is to be known of one read; the evidence needs all of it. */
export interface DivisionRead {
  readonly ready: ReadyOperation
  readonly answer: TextAnswer
  readonly page: DivisionPage
}

/** Asks single divisions for their changes. Readers with the same rights at the same place share one read. */
export class DivisionFeed {
  private readonly queries: EventQueries
  private readonly shared = new SharedWork<DivisionRead>()

  constructor(
    private readonly executor: Pick<SupergraphExecutor, 'execute'>,
    select: SelectRecords,
  ) {
    this.queries = new EventQueries(select)
  }

  /** @throws ExchangeBroken when it was cancelled */
  read(question: DivisionQuestion, cancellation: Cancellation): Promise<DivisionRead> {
    const { audience, caller, division, after, first, families, snapshotTo, requestId = randomUUID() } = question
    const key = JSON.stringify([rightsKey(audience.key, caller), division, after, first, families, snapshotTo])
    return this.shared.run(key, cancellation, async (own) => {
      const query = this.queries.of(audience, division)
      const variables = { after, first, families: families ?? null, snapshotTo: snapshotTo ?? null }
      const ready = await audience.operations.ready(query.operation, variables)
      const headers = ['x-request-id', requestId]
      const answer = await this.executor.execute(ready, { caller, headers, cancellation: own })
      return { ready, answer, page: divisionPage(query, answer, after) }
    })
  }
}
