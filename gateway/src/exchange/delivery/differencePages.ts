import { hash } from 'node:crypto'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { HUB_SUBGRAPH } from '@hub/schema/divisions/subgraphs'
import type { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { readSnapshot } from '../feed/feedCursor.ts'
import type { FeedPage } from '../feed/feedEvent.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { RunDifference } from '../reconciliation/full/reconciliationRun.ts'
import type { Reconciliations } from '../reconciliation/full/reconciliations.ts'
import type { Holding } from './holding.ts'
import type { Holdings } from './holdings.ts'
import { planPage } from './planPage.ts'
import type { ReplayRequest, ReplayRequests } from './replayRequests.ts'

const PAGE_EVENTS = 500

export interface DifferencePagesParts {
  readonly reconciliations: Reconciliations
  readonly holdings: Pick<Holdings, 'of'>
  readonly replays: ReplayRequests
  readonly read: (agreement: ExchangeAgreement, after: string | null, cancellation: Cancellation) => Promise<FeedPage>
}

/** Events that repair differences; `written` is called when they are in the ledger. */
export interface DifferencePage {
  readonly outgoing: readonly OutgoingEvent[]
  readonly written: () => Promise<void>
  /** What to do where there are none. */
  readonly next: 'MOVED' | 'BEHIND'
}

/**
 * Finds what repairs the differences of a reconciliation: first it looks through what stands now, and whatever of it the
 * agreement lets out goes to the partner again, as an event of its own, for the partner may have done with the old one;
 * what is left is not to be there, and is withdrawn.
 */
export class DifferencePages {
  constructor(private readonly parts: DifferencePagesParts) {}

  async next(
    agreement: ExchangeAgreement,
    { _id, run = '', cursor }: ReplayRequest,
    cancellation: Cancellation,
  ): Promise<DifferencePage> {
    const { reconciliations, replays } = this.parts
    const left = await reconciliations.unsent(run, PAGE_EVENTS)
    if (left.length === 0) return nothing('MOVED', () => replays.done(_id))
    const isSnapshotOver = cursor !== null && Object.keys(readSnapshot(cursor)).length === 0
    if (agreement.standing === 'ENDED' || isSnapshotOver) return this.withdrawals(agreement, run, left)
    const page = await this.parts.read(agreement, cursor, cancellation)
    // What cannot be read may stand: nothing of it is withdrawn.
    if (page.behind.length > 0) return nothing('BEHIND')
    const sent = await this.contents(agreement, run, page)
    const written = async (): Promise<void> => {
      await reconciliations.sent(
        run,
        sent.map(({ recordId }) => recordId),
      )
      await replays.moveTo(_id, page.next)
    }
    return { outgoing: sent, written, next: 'MOVED' }
  }

  /** Of what stands now, what the partner lacks. */
  private async contents(agreement: ExchangeAgreement, run: string, { events }: FeedPage): Promise<OutgoingEvent[]> {
    const { reconciliations, holdings } = this.parts
    const ids = events.map(({ recordId }) => recordId)
    const wanted = new Map((await reconciliations.unsent(run, ids.length, ids)).map((one) => [one.recordId, one]))
    // Of a version that the partner would take for older than its own nothing comes of sending it.
    const lacked = events.filter(({ recordId, version }) => version >= (wanted.get(recordId)?.found ?? 0))
    const known = await holdings.of(agreement.id, [...wanted.keys()])
    const unacknowledged = [...known].map(([id, holding]) => [id, { ...holding, acknowledgedAt: null }] as const)
    const { outgoing } = planPage(
      agreement,
      lacked.filter(({ recordId }) => wanted.has(recordId)),
      new Map(unacknowledged),
    )
    const contents = outgoing.filter(({ record }) => record !== null)
    return contents.map((event) => ({ ...event, id: `${event.id}~${run.slice(0, 8)}` }))
  }

  private async withdrawals(
    agreement: ExchangeAgreement,
    run: string,
    left: readonly RunDifference[],
  ): Promise<DifferencePage> {
    const { reconciliations, holdings } = this.parts
    const ids = left.map(({ recordId }) => recordId)
    const known = await holdings.of(agreement.id, ids)
    const now = new Date().toISOString()
    const outgoing = left.map((one) => repairWithdrawal(one, known.get(one.recordId), now))
    return { outgoing, written: () => reconciliations.sent(run, ids), next: 'MOVED' }
  }
}

/** Tells a partner to give up what it should not have; of a record that has been closed, by what closed it. */
function repairWithdrawal(
  { run, recordId, family, subjectId, found }: RunDifference,
  holding: Pick<Holding, 'kind' | 'closedBy' | 'version' | 'division'> | undefined,
  recordedAt: string,
): OutgoingEvent {
  const isClosed = holding?.closedBy === 'RECORD'
  const division =
    holding?.division ?? recordFamilies.find((known) => known.family === family)?.division ?? HUB_SUBGRAPH
  return {
    id: `repair-${hash('sha256', [run, recordId].join('\n')).slice(0, 32)}`,
    division,
    sequence: 0,
    kind: isClosed ? (holding.kind as OutgoingEvent['kind']) : 'WITHDRAWN',
    family,
    recordId,
    subjectId,
    version: Math.max(found ?? 0, holding?.version ?? 0),
    recordedAt,
    effectiveOn: null,
    record: null,
    ...(isClosed ? {} : { reason: 'RECONCILED' }),
  }
}

function nothing(
  next: DifferencePage['next'],
  written: DifferencePage['written'] = async () => undefined,
): DifferencePage {
  return { outgoing: [], written, next }
}
