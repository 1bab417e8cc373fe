/** A row as its file has it: what each heading holds, before anything is understood of it. */
export interface RawRow {
  /** Line of the file where the row begins, from 1. */
  line: number
  /** Heading as written in the file -> cell; JSON rows may hold nested values. */
  cells: Record<string, unknown>
  /** Why the row could not be read as a row of its file, in Chinese. */
  fault?: string
  /** What a reader should know about how its cells were read, in Chinese; no reason to doubt the row. */
  remarks?: readonly string[]
}

/** Rows in the file's order, some at a time, so that waiting costs once a group and not once a row. */
export type RowGroups = AsyncIterable<RawRow[]>

/** Rows that readers hand over at a time. */
export const ROWS_PER_GROUP = 250
