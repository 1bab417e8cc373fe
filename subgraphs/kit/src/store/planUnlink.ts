import { ownFields } from './ownFields.ts'
import type { PlanDraft } from './planDraft.ts'
import { refusedSubjects } from './refusedSubjects.ts'
import { MOVED_ON, type UnlinkRequest, type WriteOutcome } from './writeRequest.ts'

/** What the undoing of a wrong link means: the record goes back to a version before, or is withdrawn and gives up its keys. */
export function planUnlink(
  draft: PlanDraft,
  { recordId, version, restore, reason, cause }: UnlinkRequest,
): WriteOutcome {
  const { family } = draft
  const current = draft.currentById.get(recordId)
  if (current === undefined) return { outcome: 'UNKNOWN_RECORD', reason: recordId }
  if (version !== current.version) return MOVED_ON
  const { operator } = draft.context
  if (restore !== undefined) {
    // As the row that made it was the last one reported: sent again, it is known.
    const { contentHash, batchNo, provider, ruleSetId, quality, source, subjectId } = restore
    const subjects = refusedSubjects(current, { without: subjectId })
    const back = { contentHash, batchNo, provider, ruleSetId, quality, source, subjectId, ...subjects }
    const [fields, keys] = [ownFields(family, restore), draft.keysOf(restore)]
    draft.release(current, keys)
    return draft.advance(current, { change: { kind: 'CORRECTED', reason, operator }, fields, keys }, back)
  }
  const [fields, keys] = [ownFields(family, current), draft.keysOf(current)]
  const outcome = draft.advance(
    current,
    { change: { kind: 'WITHDRAWN', reason, operator, ...(cause === undefined ? {} : { cause }) }, fields, keys },
    {
      recordState: 'WITHDRAWN',
      // What follows from the index is no person's word: the index may link it there again.
      ...refusedSubjects(current, cause === undefined ? { with: current.subjectId } : {}),
    },
  )
  draft.release(current, [])
  return outcome
}
