import { hash } from 'node:crypto'
import { formerWithin, isClosing, itemFor, openContent } from '../agreements/agreementScope.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { scopeOf } from '../agreements/scopeOf.ts'
import type { FeedEvent } from '../feed/feedEvent.ts'
import type { OutgoingEvent, OwnReason } from '../push/outgoingEvent.ts'
import type { Holding } from './holding.ts'

/** What of a partner's holding decides about what it is sent. */
export type Held = Pick<Holding, 'subjectId' | 'version' | 'state' | 'closedBy' | 'scope' | 'terms' | 'acknowledgedAt'>

export interface PlannedPage {
  readonly outgoing: readonly OutgoingEvent[]
  /** Records that the partner has just as they are, by an earlier version of the agreement. */
  readonly kept: readonly string[]
}

/**
 * What of a page of changes goes to a partner, in their order: content that the agreement lets out, and withdrawals of
 * what it has and must not have any more. A partner is never told of a record that it never had and may not have.
 * @param held what it has, by record
 */
export function planPage(
  agreement: ExchangeAgreement,
  events: readonly FeedEvent[],
  held: ReadonlyMap<string, Held>,
): PlannedPage {
  const { version: terms } = agreement
  const ownId = (event: FeedEvent): string => pushedId(event, agreement)
  const known = new Map(held)
  const outgoing: OutgoingEvent[] = []
  const kept: string[] = []
  for (const event of events) {
    const before = known.get(event.recordId)
    const scope = scopeOf(agreement.terms, event.family)
    const record = openContent(agreement.terms, event)
    const formerSubjectId = formerWithin(agreement.terms, event)
    if (record !== null) {
      if (isOvertaken(before, event)) continue
      if (isKept(before, event, { scope, terms })) {
        kept.push(event.recordId)
        continue
      }
      outgoing.push({ ...event, formerSubjectId, id: ownId(event), record })
      known.set(event.recordId, {
        subjectId: event.subjectId,
        version: event.version,
        state: 'HELD',
        closedBy: null,
        acknowledgedAt: null,
        scope,
        terms,
      })
    } else if (before !== undefined && before.version <= event.version) {
      const closing = isClosing(event)
      if (closing ? before.closedBy === 'RECORD' : before.state === 'CLOSED') continue
      const own = closing ? {} : { kind: 'WITHDRAWN' as const, reason: 'OUT_OF_SCOPE' as const }
      // Whose the record is now may be nobody of the agreement's: the partner is told of whose it knows.
      const subjectId = itemFor(agreement.terms, event) === undefined ? before.subjectId : event.subjectId
      // The same change may let the content out again later, which is not what this id said.
      const id = closing ? ownId(event) : `${ownId(event)}-out`
      outgoing.push({ ...event, ...own, subjectId, formerSubjectId, id, record: null })
      const closedBy = closing ? 'RECORD' : 'SCOPE'
      known.set(event.recordId, {
        subjectId,
        version: event.version,
        state: 'CLOSED',
        closedBy,
        acknowledgedAt: null,
        scope,
        terms,
      })
    }
  }
  return { outgoing, kept }
}

/** The withdrawal of a record that the agreement reaches no more, whatever becomes of the record. */
export function ownWithdrawal(holding: Holding, reason: OwnReason, terms: number, now: Date): OutgoingEvent {
  const { _id, recordId, division, family, subjectId, version } = holding
  const id = `own-${hash('sha256', [_id, version, reason, terms].join('\n')).slice(0, 32)}`
  const facts = { id, division, family, recordId, subjectId, version, reason }
  const recordedAt = now.toISOString()
  return { ...facts, sequence: 0, kind: 'WITHDRAWN', recordedAt, effectiveOn: null, record: null }
}

/** Whether a content must not go out: the partner has a newer version, or knows that the record is closed. */
function isOvertaken(before: Held | undefined, { version }: FeedEvent): boolean {
  if (before === undefined) return false
  return before.version > version || (before.closedBy === 'RECORD' && before.version >= version)
}

/** Whether a partner is known to have a record just as it would be sent, by earlier terms. */
function isKept(before: Held | undefined, { version }: FeedEvent, now: Pick<Held, 'scope' | 'terms'>): boolean {
  if (before === undefined || before.state === 'CLOSED' || before.acknowledgedAt === null) return false
  return before.version === version && before.scope === now.scope && before.terms < now.terms
}

/**
 * Another agreement, or a later version of it, may let out other content of the same change, so to a partner that is
 * another event: with one id of both it would drop the second as a repetition.
 */
function pushedId({ id }: FeedEvent, { id: agreement, version }: ExchangeAgreement): string {
  return `${id}@${agreement}:${version}`
}
