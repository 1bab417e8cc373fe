import type { LinkAnswer, LinkCandidate } from '../linking/subjectLinker.ts'

/** A subject that was split, and who succeeds to it; each with those that it was merged into since. */
export interface Split {
  number: number
  subjectId: string
  /** The split subject, wherever later mergers took it. */
  same: readonly string[]
  /** Its successors, wherever later mergers took them. */
  successors: readonly string[]
}

/** What becomes of a record of a subject that was split. */
export type SplitFate =
  | { fate: 'STAYS' }
  | { fate: 'RELINKED'; subjectId: string }
  | { fate: 'WAITS'; reason: LinkAnswer['outcome']; candidates: LinkCandidate[] }

/**
 * Decides by what the index says by now of a record's own numbers and name. Only an exact answer moves or keeps it; nothing
 * is inferred from there being but one successor.
 */
export function splitFate({ outcome, subjectId, candidates }: LinkAnswer, split: Split): SplitFate {
  if (subjectId !== undefined && split.same.includes(subjectId)) return { fate: 'STAYS' }
  if (subjectId !== undefined && split.successors.includes(subjectId)) return { fate: 'RELINKED', subjectId }
  const other = subjectId === undefined ? [] : [{ subjectId, why: '标识与名称均相符，但不是该分立的承继者' }]
  const named = [...candidates, ...other]
  const parties = [
    { subjectId: split.subjectId, why: `分立前的信用主体（序号 ${split.number}）` },
    ...split.successors.map((id) => ({ subjectId: id, why: `分立的承继者（序号 ${split.number}）` })),
  ].filter((party) => !named.some((candidate) => candidate.subjectId === party.subjectId))
  return { fate: 'WAITS', reason: outcome === 'LINKED' ? 'SEVERAL' : outcome, candidates: [...named, ...parties] }
}
