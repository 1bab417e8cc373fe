/** What one uploaded file may cost, whatever it claims to be; all in characters or bytes. */
export const importLimits = {
  /** One row, and so the most text held for it; also stops a file that is one endless line. */
  rowCharacters: 1_000_000,
  /** One file after decompression. */
  decompressedBytes: 4_000_000_000,
  /** Lines searched for the headings. */
  headingLines: 20,
  headingCharacters: 4_000,
  columns: 500,
} as const
