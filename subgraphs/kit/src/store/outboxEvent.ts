import type { ChangeKind } from '../family/recordEnvelope.ts'

/**
 * The announcement of one new version, written in the version's own transaction and never changed by the writer.
 * `sequence` is given later by the division's relay, one at a time, so that no reader can skip a late commit.
 */
export interface OutboxEvent {
  _id: string
  /** EXPIRED: its time of publicity is over; the record has no new version of it. */
  kind: ChangeKind | 'EXPIRED'
  family: string
  recordId: string
  subjectId: string
  /** Whose record it was before the version; absent where that has not changed. */
  formerSubjectId?: string | undefined
  version: number
  batchNo?: string | undefined
  recordedAt: Date
  effectiveOn?: string | undefined
  sequence: number | null
}
