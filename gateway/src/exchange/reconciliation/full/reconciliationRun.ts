import type { DifferenceKind } from '../tree/entryDifferences.ts'

/** A full reconciliation that a person has asked for: what a partner should hold against what it holds. */
export interface ReconciliationRun {
  readonly _id: string
  readonly agreement: string
  readonly by: string
  readonly reason: string
  readonly at: Date
  /** Whether what is found is to be repaired. */
  readonly repairs: boolean
  /** `REPAIRING`: what was found is on its way by the deliveries; then it is compared again. */
  readonly state: 'COMPARING' | 'REPAIRING' | 'DONE' | 'FAILED'
  /** The first comparison; null before. */
  readonly found: Comparison | null
  /** The comparison after the repair; null before, and where there was nothing to repair. */
  readonly after: Comparison | null
  /** The replay that repairs. */
  readonly replay: string | null
  readonly endedAt: Date | null
  /** Code of the catalogue and what was said, where it failed. */
  readonly fault: string | null
}

/** What one comparison has seen. */
export interface Comparison {
  readonly at: Date
  /** Records that the partner should hold. */
  readonly due: number
  /** Nodes of its tree and entries that it was asked for. */
  readonly nodes: number
  readonly entries: number
  readonly differences: Readonly<Record<DifferenceKind, number>>
}

/** One record of which a partner has something else than it should. */
export interface RunDifference {
  /** `run/record`. */
  readonly _id: string
  readonly run: string
  readonly recordId: string
  readonly kind: DifferenceKind
  /** What should be there, and what is; null for nothing. */
  readonly due: number | null
  readonly found: number | null
  /** As the hub knows them, or else as the partner says; '' where nobody does. */
  readonly family: string
  readonly subjectId: string
  /** When a delivery was written that repairs it. */
  readonly sentAt: Date | null
  /** Whether no delivery can repair it, or the comparison after the repair has found it again or for the first time. */
  readonly remains: boolean
}

/** How many differences there are. */
export function countOf({ differences }: Comparison): number {
  return Object.values(differences).reduce((sum, count) => sum + count, 0)
}
