import { hash } from 'node:crypto'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
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
  readonly read: (
    agreement: ExchangeAgreement,
    after: string | null,
    cancellation: Cancellation,
    looker: CallerClaims,
  ) => Promise<FeedPage>
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
 * what is left is not to be there, and is withdrawn. A record that is due stays as it is where the partner has a version
 * that the hub has never made: it takes nothing older, and no withdrawal would make it right.
 */
export class DifferencePages {
  constructor(private readonly parts: DifferencePagesParts) {}

  async next(
    agreement: ExchangeAgreement,
    { _id, run = '', cursor, by, at }: ReplayRequest,
    cancellation: Cancellation,
  ): Promise<DifferencePage> {
    const { reconciliations, replays } = this.parts
    const left = await reconciliations.unsent(run, PAGE_EVENTS)
    if (left.length === 0) return nothing('MOVED', () => replays.done(_id))
    const isSnapshotOver = cursor !== null && Object.keys(readSnapshot(cursor)).length === 0
    if (agreement.standing === 'ENDED' || isSnapshotOver) return this.withdrawals(agreement, run, left, at)
    // The partner gets a few records of all those that are looked through.
    const page = await this.parts.read(agreement, cursor, cancellation, { caller: by, role: 'SYSTEM_ADMIN' })
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
    return contents.map((event) => ({ ...event, id: `${event.id}~${run.slice(0, 8)}.${event.version}` }))
  }

  private async withdrawals(
    agreement: ExchangeAgreement,
    run: string,
    left: readonly RunDifference[],
    at: Date,
  ): Promise<DifferencePage> {
    const { reconciliations, holdings } = this.parts
    const known = await holdings.of(agreement.id, recordsOf(left))
    const isDue = ({ recordId, kind }: RunDifference): boolean =>
      kind === 'NEWER' && agreement.standing !== 'ENDED' && known.get(recordId)?.state === 'HELD'
    const surplus = left.filter((one) => !isDue(one))
    const outgoing = surplus.map((one) => repairWithdrawal(one, known.get(one.recordId), at.toISOString()))
    const written = async (): Promise<void> => {
      await reconciliations.leave(run, recordsOf(left.filter(isDue)))
      await reconciliations.sent(run, recordsOf(surplus))
    }
    return { outgoing, written, next: 'MOVED' }
  }
}

/** Tells a partner to give up what it should not have; of a record that has been closed, by what closed it. */
function repairWithdrawal(
  { run, recordId, family, subjectId, found }: RunDifference,
  holding: Pick<Holding, 'kind' | 'closedBy' | 'version' | 'division'> | undefined,
  recordedAt: string,
): OutgoingEvent {
  // No older version is taken by whoever has a newer one, whoever made that.
  const version = Math.max(found ?? 0, holding?.version ?? 0)
  const isClosed = holding?.closedBy === 'RECORD' && holding.version === version
  const division =
    holding?.division ?? recordFamilies.find((known) => known.family === family)?.division ?? HUB_SUBGRAPH
  return {
    id: `repair-${hash('sha256', [run, recordId, version].join('\n')).slice(0, 32)}`,
    division,
    sequence: 0,
    kind: isClosed ? (holding.kind as OutgoingEvent['kind']) : 'WITHDRAWN',
    family,
    recordId,
    subjectId,
    version,
    recordedAt,
    effectiveOn: null,
    record: null,
    ...(isClosed ? {} : { reason: 'RECONCILED' }),
  }
}

const recordsOf = (some: readonly RunDifference[]): string[] => some.map(({ recordId }) => recordId)

function nothing(
  next: DifferencePage['next'],
  written: DifferencePage['written'] = async () => undefined,
): DifferencePage {
  return { outgoing: [], written, next }
}
