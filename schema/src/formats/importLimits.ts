/** What one uploaded file may cost, whatever it claims to be; all in characters or bytes. */
export const importLimits = {
  /** One row, and so the most text held for it; also stops a file that is one endless line, tag or comment. */
  rowCharacters: 1_000_000,
  /** One file after decompression; for a workbook all parts that are read, and the text of all its cells. */
  decompressedBytes: 4_000_000_000,
  /** Lines searched for the headings. */
  headingLines: 20,
  headingCharacters: 4_000,
  columns: 500,
  /** Elements within elements. */
  xmlDepth: 32,
  /** An upload that has to be kept on disk while it is read. */
  spooledBytes: 500_000_000,
  /** Part of a workbook beyond which the ratio is looked at: little files may be as dense as they like. */
  denseBytes: 16_000_000,
  /** Times that a part of a workbook may grow; real sheets stay under 60, deflate itself reaches 1032. */
  inflation: 200,
  archiveEntries: 2_000,
  sheets: 100,
  /** Text of one cell, as spreadsheet programs limit it themselves. */
  cellCharacters: 32_767,
  /** Shared strings of a workbook kept in memory; further ones wait on disk. */
  heldCharacters: 2_000_000,
} as const
