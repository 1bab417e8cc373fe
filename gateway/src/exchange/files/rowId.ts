/** Id of what is known of a record by the files of a message (报文号) of an agreement. */
export function rowId(agreementId: string, message: string, recordId: string): string {
  return `${agreementId}:${message}:${recordId}`
}

/** Ids of all records by a message, and what they begin with. */
export function rowIds(agreementId: string, message: string) {
  const prefix = rowId(agreementId, message, '')
  // ';' follows ':', at which the prefix ends.
  return { prefix, range: { $gte: prefix, $lt: `${prefix.slice(0, -1)};` } }
}
