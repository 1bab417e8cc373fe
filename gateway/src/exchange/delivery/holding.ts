import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { RowOutcome } from '../receipts/deliveryReceipt.ts'

/** What a partner has of one record by one agreement. */
export interface Holding {
  /** `agreement/record`. */
  readonly _id: string
  readonly agreement: string
  readonly recordId: string
  readonly division: string
  readonly family: string
  readonly subjectId: string
  /** The newest version that it has acknowledged, or may have taken. */
  readonly version: number
  readonly kind: string
  /** `CLOSED`: it has been told to use it no more, and has said that it knows. */
  readonly state: 'HELD' | 'CLOSED'
  /** What closed it: a change of the record, or an agreement that does not reach it any more. */
  readonly closedBy: 'RECORD' | 'SCOPE' | null
  /** How much of the record went out: `scopeOf` the agreement's item. */
  readonly scope: string
  /** Version of the agreement under which that was looked at last. */
  readonly terms: number
  /** Number of the page that said so; of two workers at once the later page stands. */
  readonly page: number
  /** Null where no answer came: it may have it all the same. */
  readonly acknowledgedAt: Date | null
}

export function holdingId(agreement: string, recordId: string): string {
  return `${agreement}/${recordId}`
}

/** By whom and when an event was taken. */
export interface TakenUnder {
  readonly agreement: string
  readonly page: number
  readonly terms: number
  /** `scopeOf` the item of the event's family. */
  readonly scope: string
  readonly at: Date
  /** Whether it is known that nobody has tried to send it. */
  readonly isUntried?: boolean
}

/**
 * What a partner has after an event has ended somehow; undefined where it has nothing, as before. A content that was
 * never answered may be there, so it counts as held; a withdrawal counts when it was accepted and not before.
 */
export function holdingAfter(
  before: Holding | undefined,
  event: OutgoingEvent,
  outcome: RowOutcome,
  { agreement, page, terms, scope, at, isUntried = false }: TakenUnder,
): Holding | undefined {
  const { recordId, division, family, subjectId, version, kind } = event
  const isContent = event.record !== null
  const isUnanswered = outcome !== 'ACCEPTED' && outcome !== 'REFUSED'
  if (outcome === 'REFUSED' || isUntried || (isUnanswered && (!isContent || before?.state === 'HELD')))
    return before && { ...before, page, terms: Math.max(before.terms, terms) }
  if (event.reason === 'RECONCILED') return before && reconciled(before, page, at)
  const _id = holdingId(agreement, recordId)
  const facts = { _id, agreement, recordId, division, family, subjectId, version, kind, scope, terms, page }
  if (isContent) return { ...facts, state: 'HELD', closedBy: null, acknowledgedAt: outcome === 'ACCEPTED' ? at : null }
  return { ...facts, state: 'CLOSED', closedBy: event.reason === undefined ? 'RECORD' : 'SCOPE', acknowledgedAt: at }
}

/** Given up as a reconciliation asked, maybe in a version that only the partner has: that one is not kept. */
function reconciled(before: Holding, page: number, at: Date): Holding {
  const closed = before.closedBy === null ? ({ kind: 'WITHDRAWN', closedBy: 'SCOPE' } as const) : {}
  return { ...before, ...closed, state: 'CLOSED', page, acknowledgedAt: at }
}
