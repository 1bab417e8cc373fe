import type { ChangeRequest } from '@hub/kit/store/writeRequest'
import type { ActedSubject, SubjectAct } from './subjectAct.ts'

/** What an act changes in the index: the subjects themselves; the records of all divisions follow by its number. */
export function changesByAct(act: SubjectAct, subjects: ReadonlyMap<string, ActedSubject>): ChangeRequest[] {
  if (act.kind === 'MERGE') return [merged(act)]
  if (act.kind === 'SPLIT') return successorsOf(act, subjects, (ids) => [...new Set([...ids, act.subjectId])])
  // The act that is undone was a merger exactly if it had a survivor.
  if (act.survivorId) return [standingAgain(act)]
  return successorsOf(act, subjects, (ids) => ids.filter((id) => id !== act.subjectId))
}

const change = ({ number, reason, effectiveOn }: SubjectAct) => ({
  kind: 'CHANGE' as const,
  reason,
  effectiveOn,
  cause: number,
})

function merged(act: SubjectAct): ChangeRequest {
  const { subjectId, survivorId, mergeKind, effectiveOn } = act
  const fields = { mergedIntoId: survivorId, mergedOn: effectiveOn, mergeKind }
  return { ...change(act), change: 'MERGED', recordId: subjectId, recordState: 'MERGED', fields }
}

function standingAgain(act: SubjectAct): ChangeRequest {
  const fields = { mergedIntoId: undefined, mergedOn: undefined, mergeKind: undefined }
  return { ...change(act), change: 'CORRECTED', recordId: act.subjectId, recordState: 'CURRENT', fields }
}

function successorsOf(
  act: SubjectAct,
  subjects: ReadonlyMap<string, ActedSubject>,
  superseded: (ids: readonly string[]) => string[],
): ChangeRequest[] {
  return (act.successorIds ?? []).map((recordId) => ({
    ...change(act),
    change: 'CORRECTED',
    recordId,
    fields: { supersedesIds: superseded(subjects.get(recordId)?.supersedesIds ?? []) },
  }))
}
