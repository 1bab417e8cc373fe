import type { RecordChange } from '../family/recordEnvelope.ts'
import { contentHash } from './contentHash.ts'
import { onWord } from './onWord.ts'
import { ownerOfRow } from './ownerOfRow.ts'
import { ownFields } from './ownFields.ts'
import type { PlanDraft } from './planDraft.ts'
import type { PutRequest, WriteOutcome } from './writeRequest.ts'

/** What a row that a division reports means: a new record, a correction of the one it is about, or nothing new. */
export function planPut(draft: PlanDraft, request: PutRequest): WriteOutcome {
  const { family, context } = draft
  const keys = family.naturalKeys(request.fields, request.subjectId)
  const owners = new Set(keys.flatMap((key) => draft.ownerByKey.get(key) ?? []))
  const current = ownerOfRow(family, owners, draft.currentById)
  if (current === 'SEVERAL') return { outcome: 'CONFLICT', reason: 'KEYS_OF_SEVERAL_RECORDS' }
  if (current === undefined) return draft.create(request, keys)

  const hash = contentHash(request.fields)
  // Said again it is known, unless a person says it of another subject.
  const isRelinked = request.byHand && request.subjectId !== undefined && request.subjectId !== current.subjectId
  const { recordId, version } = current
  if (hash === current.contentHash && !isRelinked) return { outcome: 'DUPLICATE', recordId, version }
  // A batch sent again says nothing new, also where others have corrected since what it said.
  if (draft.state.saidOf?.get(recordId)?.has(hash)) return { outcome: 'DUPLICATE', recordId, version }
  // A re-sent row must never bring back what was withdrawn or repaired: a person has to decide.
  if (current.recordState !== 'CURRENT') return { outcome: 'CONFLICT', reason: `RECORD_${current.recordState}` }
  if (request.subjectId !== undefined && current.refusedSubjects?.includes(request.subjectId)) {
    return { outcome: 'CONFLICT', reason: 'SUBJECT_REFUSED' }
  }
  // Which of two rows of one batch is right can't be told by their order; else sending the batch again would swing
  // the record to and fro.
  if (!request.byHand && current.batchNo !== undefined && current.batchNo === context.batchNo) {
    return { outcome: 'CONFLICT', reason: 'CONTRADICTED_IN_BATCH' }
  }
  const before = ownFields(family, current)
  const fields = family.carryOver(before, request.fields, draft.now)
  // What is carried over can leave nothing new: a row of an earlier day that tells what is known.
  if (family.isSubject && contentHash(fields) === contentHash(before))
    return { outcome: 'DUPLICATE', recordId, version }
  const change: RecordChange = { kind: 'CORRECTED', operator: context.operator }
  // What is carried over brings no keys that an earlier row has not brought.
  return draft.advance(
    current,
    { change, fields, keys },
    {
      contentHash: hash,
      batchNo: context.batchNo,
      ruleSetId: context.ruleSetId,
      quality: request.quality,
      source: request.byHand ? onWord(request.source) : request.source,
      ...(request.subjectId === undefined || family.isSubject ? {} : { subjectId: request.subjectId }),
    },
  )
}
