import type { RecordChange } from '../family/recordEnvelope.ts'
import { onWord } from './onWord.ts'
import { ownFields } from './ownFields.ts'
import type { PlanDraft } from './planDraft.ts'
import { refusedSubjects } from './refusedSubjects.ts'
import { type ChangeRequest, MOVED_ON, type WriteOutcome } from './writeRequest.ts'

/** What an act on one known record means. */
export function planChange(draft: PlanDraft, request: ChangeRequest): WriteOutcome {
  const { family } = draft
  const current = draft.currentById.get(request.recordId)
  if (current === undefined) return { outcome: 'UNKNOWN_RECORD', reason: request.recordId }
  if (request.version !== undefined && request.version !== current.version) return MOVED_ON
  const { change: kind, reason, effectiveOn, cause, recordState, subjectId, byHand } = request
  // `contentHash` stays that of the row last reported: sending the row again must not undo what a person corrected.
  const fields = { ...ownFields(family, current), ...request.fields }
  const keys = family.naturalKeys(fields, subjectId ?? current.subjectId)
  if (keys.some((key) => (draft.ownerByKey.get(key) ?? current.recordId) !== current.recordId)) {
    return { outcome: 'CONFLICT', reason: 'KEYS_OF_SEVERAL_RECORDS' }
  }
  if (subjectId !== undefined && subjectId !== current.subjectId) draft.release(current, keys)
  const change: RecordChange = {
    kind,
    reason,
    operator: draft.context.operator,
    ...(effectiveOn ? { effectiveOn } : {}),
    ...(cause === undefined ? {} : { cause }),
  }
  return draft.advance(
    current,
    { change, fields, keys },
    {
      ...(recordState === undefined ? {} : { recordState }),
      ...(subjectId === undefined ? {} : { subjectId, ...refusedSubjects(current, { without: subjectId }) }),
      ...(subjectId !== undefined && byHand ? { source: onWord(current.source) } : {}),
    },
  )
}
