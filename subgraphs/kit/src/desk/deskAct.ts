import type { Role } from '@hub/schema/access/callerClaims'
import type { RowOutcome } from '../imports/batches/importReceipt.ts'
import type { Contradiction } from '../imports/following/contradictedLinks.ts'

/** What an officer can do at the desk: correct, ignore, submit again, link a row; undo or confirm the link of a record. */
export type ActKind = 'CORRECT' | 'IGNORE' | 'RESUBMIT' | 'LINK' | 'UNLINK' | 'CONFIRM_LINK'

/** An act by hand: who did what to which row or record, when and why. Written with its effects, never changed. */
export interface DeskAct {
  /** Sorts by time. */
  _id: string
  kind: ActKind
  /** Import path of the family. */
  family: string
  batchNo?: string | undefined
  /** The row at the desk, see `deskRowId`; absent for acts on a record that leave it as it is. */
  rowId?: string | undefined
  recordId?: string | undefined
  /** The subject linked to or unlinked from, or to which the link is right. */
  subjectId?: string | undefined
  /** Who, as the hub vouches for him. */
  caller: string
  role: Role
  unit?: string | undefined
  at: Date
  reason: string
  /** What the row came to by it. */
  became?: RowOutcome | undefined
  /** What contradicted the link that was confirmed. */
  contradiction?: Contradiction | undefined
  /** Cells that were corrected: as they were, as they are. */
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
}
