import type { MergeKind } from './survivor.ts'

/** An act on subjects as stored (GraphQL type SubjectAct). */
export interface SubjectAct {
  number: number
  kind: 'MERGE' | 'SPLIT' | 'UNDO'
  /** The subject that is merged, split, or was, where the act is an undoing. */
  subjectId: string
  survivorId?: string | null | undefined
  mergeKind?: MergeKind | null | undefined
  successorIds?: readonly string[] | null | undefined
  undoes?: number | null
  effectiveOn: string
  reason: string
}

/** What an act needs to know of a subject. */
export interface ActedSubject {
  subjectId: string
  recordState: string
  mergedIntoId?: string | null
  supersedesIds?: readonly string[] | null
}

/** What the acts that a person may decide look like before they have a number. */
export type ProposedAct = Omit<SubjectAct, 'number'>

/**
 * Why an act can't be, in Chinese; nothing where it can.
 * @param subjects those that the act names, by id
 * @param today calendar date: nothing is decided beforehand
 */
export function actRefusal(
  { kind, subjectId, survivorId, successorIds, effectiveOn, reason }: ProposedAct,
  subjects: ReadonlyMap<string, ActedSubject>,
  today: string,
): string | undefined {
  if (reason.trim() === '') return '须写明理由'
  if (effectiveOn > today) return `生效日期 ${effectiveOn} 晚于今日`
  const others = kind === 'MERGE' ? [survivorId ?? ''] : (successorIds ?? [])
  if (kind !== 'UNDO' && others.length === 0) return '须指明承继者'
  if (others.includes(subjectId)) return '信用主体不能并入自身或承继自身'
  for (const id of [subjectId, ...others]) {
    const subject = subjects.get(id)
    if (subject === undefined) return `查无信用主体 ${id}`
    if (kind !== 'UNDO' && subject.recordState !== 'CURRENT') return `信用主体 ${id} 不在册，或已并入其他主体`
  }
  return undefined
}

/**
 * The undoing of an earlier act.
 * @returns why it can't be undone, in Chinese, instead
 */
export function undoing(
  acts: readonly SubjectAct[],
  number: number,
  reason: string,
  today: string,
): ProposedAct | { refusal: string } {
  const act = acts.find((candidate) => candidate.number === number)
  if (act === undefined || act.kind === 'UNDO') return { refusal: `没有序号为 ${number} 的合并或分立` }
  if (acts.some(({ undoes }) => undoes === number)) return { refusal: `序号 ${number} 已经撤销` }
  const { subjectId, survivorId, successorIds, mergeKind } = act
  return { kind: 'UNDO', subjectId, survivorId, successorIds, mergeKind, undoes: number, effectiveOn: today, reason }
}
