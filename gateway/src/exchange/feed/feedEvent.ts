/** What a version did to its record; as the enum `ChangeKind` of the graph. */
export type FeedChangeKind = 'CREATED' | 'CORRECTED' | 'WITHDRAWN' | 'REPAIRED' | 'RELINKED' | 'MERGED' | 'EXPIRED'

/** The record of an event: its type, and the fields that the reader may see; null where he may not. */
export type FeedRecord = { readonly __typename: string } & Readonly<Record<string, unknown>>

/** One change of one record, as one reader may know of it. */
export interface FeedEvent {
  /** The same whenever the event is read again. */
  readonly id: string
  readonly division: string
  /** The division's number of it: from 1, without gaps. */
  readonly sequence: number
  readonly kind: FeedChangeKind
  /** Kind of record, e.g. `penalties`. */
  readonly family: string
  readonly recordId: string
  readonly subjectId: string
  /** Whose record it was before it was relinked, so that whoever follows that subject learns that it has left; else null. */
  readonly formerSubjectId?: string | null | undefined
  /** The version that the change made. */
  readonly version: number
  /** UTC, RFC 3339. */
  readonly recordedAt: string
  /** First day on which it counts, YYYY-MM-DD; null where that was not said. */
  readonly effectiveOn: string | null
  /**
   * The record as it stands now; its version may be newer than the event's. Null where the reader may not know of it any
   * more (withdrawn, repaired) or never could, and for subjects, which are no records.
   */
  readonly record: FeedRecord | null
}

/** A division whose changes could not be read; its place in the cursor has not moved. */
export interface DivisionBehind {
  readonly division: string
  /** Code of the catalogue. */
  readonly code: string
  /** Since when the division has been failing (UTC, RFC 3339), where that is known. */
  readonly since?: string | undefined
}

/** Changes of several divisions; those of one division, and so of one subject in it, are in their order. */
export interface FeedPage {
  readonly events: readonly FeedEvent[]
  /** Cursor from which the next page begins. */
  readonly next: string
  /** Whether more is known to be there already. */
  readonly hasMore: boolean
  readonly behind: readonly DivisionBehind[]
}
