/** What the subject index says was done to subjects (GraphQL type SubjectAct), as far as records follow from it. */
export interface SubjectAct {
  /** From 1, without gaps. */
  number: number
  kind: 'MERGE' | 'SPLIT' | 'UNDO'
  /** The subject that is merged, split, or was, where the act is an undoing. */
  subjectId: string
  survivorId?: string | null | undefined
  /** Who succeeds to a subject that is split, or was. */
  successorIds?: readonly string[] | null | undefined
  undoes?: number | null | undefined
  /** YYYY-MM-DD. */
  effectiveOn: string
}

/**
 * Reads the acts of the index from a number on, in their order, as many as one page has.
 * @throws when the index cannot be asked
 */
export type ReadActs = (from: number) => Promise<SubjectAct[]>
