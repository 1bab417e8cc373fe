import type { SubjectAct } from './subjectAct.ts'

/** An act that names two subjects, one of whose records are to be the other's. */
export type MergingAct = SubjectAct & { survivorId: string }

/** A split, or its undoing: each record of the subject is asked about. */
export type SplittingAct = SubjectAct & { successorIds: readonly string[] }

/** An act that a division knows, and when it had first done what follows from it; not yet where absent. */
export type FollowedAct<Act extends SubjectAct = SubjectAct> = Act & { followedAt?: Date | undefined }

/**
 * For so long what an act moved is looked for again: a row whose subject was asked for before the act may be written after
 * it. Longer than any row is patiently written (`running/storeRows`).
 */
const SETTLING_MS = 600_000

const isMerging = (act: FollowedAct): act is FollowedAct<MergingAct> => typeof act.survivorId === 'string'

const isSplitting = (act: FollowedAct): act is FollowedAct<SplittingAct> =>
  typeof act.survivorId !== 'string' && (act.successorIds?.length ?? 0) > 0

/** Whether an act names a subject that records go to or come from: without one nothing could be followed. */
export const namesOther = (act: FollowedAct): act is FollowedAct<MergingAct | SplittingAct> =>
  isMerging(act) || isSplitting(act)

/** The acts that have something to be followed at an instant, in their order; what was undone is not done again. */
export function actsToFollow(acts: readonly FollowedAct[], now: Date): FollowedAct<MergingAct | SplittingAct>[] {
  const undone = undoneNumbers(acts)
  return acts
    .filter(namesOther)
    .filter(({ number }) => !undone.has(number))
    .filter(({ followedAt }) => followedAt === undefined || now.getTime() - followedAt.getTime() < SETTLING_MS)
}

/** A subject, and those that it was merged into since, one after the other: where records that became its own can be by now. */
export function mergedOnward(acts: readonly FollowedAct[], subjectId: string): string[] {
  const undone = undoneNumbers(acts)
  const into = new Map(
    acts
      .filter(isMerging)
      .filter(({ kind, number }) => kind === 'MERGE' && !undone.has(number))
      .map((act) => [act.subjectId, act.survivorId]),
  )
  const reached = new Set([subjectId])
  for (let next = into.get(subjectId); next !== undefined && !reached.has(next); next = into.get(next))
    reached.add(next)
  return [...reached]
}

function undoneNumbers(acts: readonly SubjectAct[]): ReadonlySet<number> {
  return new Set(acts.flatMap(({ undoes }) => undoes ?? []))
}
