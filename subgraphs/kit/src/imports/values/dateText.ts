const WRITTEN = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T ].*)?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/
const SERIAL = /^\d{5}(\.\d+)?$/
/** Day 0 of the 1900 date system of spreadsheets, whose calendar wrongly has a 29 February 1900. */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30)
const DAY = 86_400_000

/**
 * The calendar date that a text says, YYYY-MM-DD: ISO 8601, 2024/1/5, 2024.1.5, 2024年1月5日, 20240105, with or without
 * a time of day, or a spreadsheet's day number (from 1927 on: five digits).
 * @param text half width, trimmed
 * @returns undefined for what is no date that exists
 */
export function dateText(text: string): string | undefined {
  if (SERIAL.test(text)) return new Date(SERIAL_EPOCH + Math.floor(Number(text)) * DAY).toISOString().slice(0, 10)
  const [, year, month = '', day = ''] = WRITTEN.exec(text) ?? COMPACT.exec(text) ?? []
  if (year === undefined) return undefined
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined
}
