import type { KeyedDigest } from '../../sealing/keyedDigest.ts'
import type { LinkAnswer, LinkCandidate } from '../linking/subjectLinker.ts'
import type { RowFault } from '../rows/rowReading.ts'
import type { SubjectIdentity } from '../rows/subjectIdentity.ts'
import type { RowOutcome } from './importReceipt.ts'

/** The four states of a row that waits for a person: 未处理, 已修改, 已处理, 已忽略. */
export type QueueState = 'PENDING' | 'MODIFIED' | 'PROCESSED' | 'IGNORED'

/** A row that could not come in by itself, whole and as it was written. */
export interface QueuedRow {
  /** Keyed digest of family, cells and provider: the same row sent again is the same row. */
  _id: string
  batchNo: string
  /** Import path of the family. */
  family: string
  file?: string | undefined
  /** On whose word the batch was reported. */
  operator: string
  /** The organisation outside whose row it is. */
  provider?: string | undefined
  line: number
  /** Heading -> cell, as the file has it. */
  cells: Record<string, unknown>
  /** The cells as they were reported, where a person has corrected them since. */
  reported?: Record<string, unknown> | undefined
  state: QueueState
  queuedAt: Date
  /** When it was reported, where that was not when it was queued. */
  reportedAt?: Date | undefined
  ruleSetId: string
  /** Day from which the duty to report it runs; absent without such a duty, and where its record is known already. */
  dutyFrom?: string | undefined
  /** Its record was reported already: corrected or moved, the row is given no duty again. */
  isReported?: boolean | undefined
  /** How often it was dealt with here: whoever decides on an older number is too late. */
  revision?: number | undefined
  /** What it came to once it no longer waits. */
  became?: RowOutcome | undefined
  subjectId?: string | undefined
  /** The record that the row became. */
  recordId?: string | undefined
}

/** 疑问数据: a row that some rule holds back. */
export interface DoubtRow extends QueuedRow {
  faults: RowFault[]
  /** The batch that brought its correction. */
  correctedBy?: string | undefined
}

/** 未关联数据: a row whose subject is not known for sure. */
export interface UnlinkedRow extends QueuedRow {
  identity: SubjectIdentity
  /** Why the index did not link it. */
  reason: LinkAnswer['outcome']
  candidates: LinkCandidate[]
  tries: number
  /** When the index is asked again; absent once a person or the index has settled it. */
  retryAt?: Date | undefined
  /** Subjects that a person has found it not to be about: it is not linked to them by itself. */
  refusedSubjects?: string[] | undefined
  /** Its record was unlinked and is withdrawn; linked again, the row is that record again. */
  isUnlinked?: boolean | undefined
  /** It had been stored as a row of its batch and was taken back when a wrong link was undone. */
  isTakenBack?: boolean | undefined
}

/** Whether a row still waits. One whose correction came by a file waits no longer: the correction does. */
export function isWaiting({ state, correctedBy }: { state: QueueState; correctedBy?: string | undefined }): boolean {
  return (state === 'PENDING' || state === 'MODIFIED') && correctedBy === undefined
}

/** The same, as a condition on a queue. */
export const WAITING = { state: { $in: ['PENDING', 'MODIFIED'] }, correctedBy: { $exists: false } }

/** The same for the same cells of the same family from the same organisation, whatever the order of the columns. */
export type RowKey = (family: string, cells: Record<string, unknown>, provider: string | undefined) => string

/** Row keys of a division. */
export function rowKeyBy(digest: KeyedDigest): RowKey {
  return (family, cells, provider) => {
    const sorted = Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1))
    return digest('row', JSON.stringify(provider === undefined ? [family, sorted] : [family, sorted, provider]))
  }
}
