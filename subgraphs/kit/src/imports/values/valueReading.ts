/** What is wrong with a value, by the id of a rule of the kit's `rules/field-types.json`, told in Chinese. */
export interface ValueFault {
  rule: string
  message: string
}

/** What a text was found to say. Absent value and no fault: nothing was reported. */
export interface ValueReading {
  value?: unknown
  fault?: ValueFault
  /** Remarks that do not stop the row. */
  warnings?: ValueFault[]
}
