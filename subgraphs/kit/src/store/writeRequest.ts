import type { ChangeKind, QualityNote, RecordSource, RecordState, StoredRecord } from '../family/recordEnvelope.ts'
import type { FamilyFields } from '../family/recordFamily.ts'

/** A row that a division reports: creates a record, corrects the one it is about, or turns out to be known already. */
export interface PutRequest {
  kind: 'PUT'
  fields: FamilyFields
  /** Absent for families whose records are subjects themselves. */
  subjectId?: string | undefined
  quality?: QualityNote[] | undefined
  source?: RecordSource | undefined
  /** A person has decided that this row is right, whatever another row of its batch says. */
  byHand?: boolean | undefined
  /** It says that the record it is about should never have been: the record is withdrawn. */
  withdraws?: boolean | undefined
}

/** An act on one known record: a correction by hand, a withdrawal, a repair, another link. */
export interface ChangeRequest {
  kind: 'CHANGE'
  change: Exclude<ChangeKind, 'CREATED'>
  recordId: string
  /** The version on which the act was decided; once another stands, it is a conflict. */
  version?: number | undefined
  /** Fields to replace; the others stay. */
  fields?: FamilyFields | undefined
  /** Another subject than before gives up the natural keys that the record had under the old one. */
  subjectId?: string | undefined
  recordState?: RecordState | undefined
  reason: string
  /** First day on which the change counts, YYYY-MM-DD. */
  effectiveOn?: string | undefined
  /** Number of the act in the subject index that it follows from. */
  cause?: number | undefined
  /** A person has named its subject: the link rests on his word, and the index is not asked about it again. */
  byHand?: boolean | undefined
}

/**
 * Takes back a wrong link: the record is not about its subject. It is withdrawn and gives up its natural keys, or, where
 * rows that were linked wrongly only corrected it, goes back to what it was before them.
 */
export interface UnlinkRequest {
  kind: 'UNLINK'
  recordId: string
  /** The version on which the act was decided; once another stands, it is a conflict. */
  version: number
  /** Its version before the wrong rows. */
  restore?: StoredRecord | undefined
  reason: string
  /** Number of the act in the subject index that it follows from; without one a person has found the link wrong. */
  cause?: number | undefined
}

export type WriteRequest = PutRequest | ChangeRequest | UnlinkRequest

/** On whose word, in which batch, under which rules a group of requests is written. */
export interface WriteContext {
  operator: string
  batchNo?: string | undefined
  /** The organisation outside whose rows they are; absent for the division's own. */
  provider?: string | undefined
  ruleSetId?: string | undefined
  /** The batch was sent before: what it said of a record then is known, whatever stands now. */
  isAgain?: boolean | undefined
}

/** What became of one request, in the order of the requests. CONFLICT and UNKNOWN_RECORD wrote nothing. */
export type WriteOutcome =
  | { outcome: 'CREATED' | 'UPDATED' | 'DUPLICATE'; recordId: string; version: number }
  | { outcome: 'CONFLICT' | 'UNKNOWN_RECORD'; reason: string }

/** An act was decided on a version that stands no longer. */
export const MOVED_ON = { outcome: 'CONFLICT', reason: 'RECORD_MOVED_ON' } as const satisfies WriteOutcome
