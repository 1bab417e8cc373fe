/** Spreadsheets take a file for UTF-8 by it. */
const MARK = '\uFEFF'
/** What a spreadsheet would run as a formula; a leading apostrophe makes it text, which our import takes off again. */
const FORMULA = /^[=+@\t\r]|^-(?![\d.]|-*$)/

/** Lines of CSV (RFC 4180) for people who open them in a spreadsheet. */
export async function* csvText(
  lines: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<string> {
  yield MARK
  for await (const line of lines) yield `${line.map(csvCell).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
