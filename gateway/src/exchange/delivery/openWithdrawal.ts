import type { AgreementTerms } from '../agreements/agreementTerms.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { holdingId } from './holding.ts'
import type { OpenWithdrawal } from './holdings.ts'

/** By when a partner has to have confirmed a withdrawal. */
export function openWithdrawal(
  agreement: string,
  { withdrawalHours }: Pick<AgreementTerms, 'withdrawalHours'>,
  { recordId, version, kind, recordedAt }: OutgoingEvent,
): OpenWithdrawal {
  const since = new Date(recordedAt)
  const dueAt = new Date(since.getTime() + withdrawalHours * 3_600_000)
  return { _id: holdingId(agreement, recordId), agreement, recordId, version, kind, since, dueAt }
}
