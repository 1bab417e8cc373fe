import { isWhole } from '../family/recordEnding.ts'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import { endedRecord, isEnded, mayEnd } from './endedRecord.ts'
import { ownerOfRow } from './ownerOfRow.ts'
import type { PlanDraft } from './planDraft.ts'
import { becomesOwn, putVersion } from './putVersion.ts'
import { reportedHash } from './reportedHash.ts'
import type { PutRequest, WriteOutcome } from './writeRequest.ts'

/** What a row that a division reports means: a new record, a correction or the end of the one it is about, or nothing new. */
export function planPut(draft: PlanDraft, request: PutRequest): WriteOutcome {
  const { family } = draft
  const keys = family.naturalKeys(request.fields, request.subjectId)
  const owners = new Set(keys.flatMap((key) => draft.ownerByKey.get(key) ?? []))
  const owner = ownerOfRow(family, owners, draft.currentById)
  if (owner === 'SEVERAL') return { outcome: 'CONFLICT', reason: 'KEYS_OF_SEVERAL_RECORDS' }
  const hash = reportedHash(request)
  const current = owner ?? endedRecord(draft, request, hash)
  if (current === 'SEVERAL') return { outcome: 'CONFLICT', reason: 'SEVERAL_TO_END' }
  if (current !== undefined) {
    return known(draft, request, current, hash) ?? putVersion(draft, request, current, hash)
  }
  const isNew = !mayEnd(family, request) || (isWhole(family, request.fields) && !request.withdraws)
  return isNew ? draft.create(request, keys) : { outcome: 'CONFLICT', reason: 'NOTHING_TO_END' }
}

/** What a row comes to that says nothing new of a record, or must not be followed. */
function known(
  { state, context, family }: PlanDraft,
  request: PutRequest,
  current: StoredRecord,
  hash: string,
): WriteOutcome | undefined {
  const { recordId, version, recordState, batchNo, provider, refusedSubjects } = current
  const { byHand, subjectId, withdraws } = request
  const isOfAnother = !byHand && context.provider !== undefined && context.provider !== provider
  // What has become of a record that others have reported is not for every provider to know.
  if (isOfAnother && withdraws) return { outcome: 'CONFLICT', reason: 'REPORTED_BY_ANOTHER' }
  // Said again it is known, unless a person says it of another subject, or the division of what another has reported.
  const isRelinked = byHand && subjectId !== undefined && subjectId !== current.subjectId
  const isKnown =
    (hash === current.contentHash && !isRelinked && !becomesOwn(context, current)) ||
    // A batch sent again says nothing new, also where others have corrected since what it said.
    state.saidOf?.get(recordId)?.has(hash) ||
    (withdraws && recordState === 'WITHDRAWN')
  if (isKnown) return { outcome: 'DUPLICATE', recordId, version }
  if (isOfAnother) return { outcome: 'CONFLICT', reason: 'REPORTED_BY_ANOTHER' }
  // A re-sent row must never bring back what was withdrawn or repaired: a person has to decide.
  if (recordState !== 'CURRENT') return { outcome: 'CONFLICT', reason: `RECORD_${recordState}` }
  if (subjectId !== undefined && refusedSubjects?.includes(subjectId)) {
    return { outcome: 'CONFLICT', reason: 'SUBJECT_REFUSED' }
  }
  // Which of two rows of one batch is right can't be told by their order; else sending the batch again would swing
  // the record to and fro. An end is no contradiction.
  const ends = mayEnd(family, request) && !isEnded(family, current)
  if (!byHand && !ends && batchNo !== undefined && batchNo === context.batchNo) {
    return { outcome: 'CONFLICT', reason: 'CONTRADICTED_IN_BATCH' }
  }
  return undefined
}
