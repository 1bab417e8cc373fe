import type { ChangeKind, QualityNote, RecordSource, RecordState } from '../family/recordEnvelope.ts'
import type { FamilyFields } from '../family/recordFamily.ts'

/** A row that a division reports: creates a record, corrects the one it is about, or turns out to be known already. */
export interface PutRequest {
  kind: 'PUT'
  fields: FamilyFields
  /** Absent for families whose records are subjects themselves. */
  subjectId?: string | undefined
  quality?: QualityNote[] | undefined
  source?: RecordSource | undefined
}

/** An act on one known record: a correction by hand, a withdrawal, a repair, another link. */
export interface ChangeRequest {
  kind: 'CHANGE'
  change: Exclude<ChangeKind, 'CREATED'>
  recordId: string
  /** Fields to replace; the others stay. */
  fields?: FamilyFields | undefined
  subjectId?: string | undefined
  recordState?: RecordState | undefined
  reason: string
  /** First day on which the change counts, YYYY-MM-DD. */
  effectiveOn?: string | undefined
}

export type WriteRequest = PutRequest | ChangeRequest

/** On whose word, in which batch, under which rules a group of requests is written. */
export interface WriteContext {
  operator: string
  batchNo?: string | undefined
  ruleSetId?: string | undefined
}

/** What became of one request, in the order of the requests. CONFLICT and UNKNOWN_RECORD wrote nothing. */
export type WriteOutcome =
  | { outcome: 'CREATED' | 'UPDATED' | 'DUPLICATE'; recordId: string; version: number }
  | { outcome: 'CONFLICT' | 'UNKNOWN_RECORD'; reason: string }
