const NOTHING = new Set(['', '-', '--', '—', '——', '/', 'N/A', 'NULL', 'NONE', '#N/A'])
const NOTHING_AS_CODE = new Set([...NOTHING, '无', '暂无', '未知', '0', '*'])

/** The text of a cell; numbers and booleans of JSON rows as they are written. Undefined for nested values. */
export function cellText(cell: unknown): string | undefined {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return unwrapped(cell.trim())
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  return undefined
}

/** An apostrophe keeps a text from being run as a formula (see `csvLine`). */
const APOSTROPHE = /^'(?=[=+@-])/

/** `="0371"` is how spreadsheets are made to keep a text of digits; it is that text, not a formula. */
function unwrapped(given: string): string {
  const text = APOSTROPHE.test(given) ? given.slice(1) : given
  return text.startsWith('="') && text.endsWith('"') && text.length > 3 ? text.slice(2, -1) : text
}

/** Half width, no white space around, upper case: how codes, dates and numbers are compared. */
export function codeText(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase()
}

/** Whether a text is one of the ways to say that there is nothing to report. */
export function saysNothing(text: string): boolean {
  return text.length < 5 && NOTHING.has(codeText(text))
}

/** The same where a code or date is expected: 无 and a lone 0 are no codes either. */
export function saysNoCode(text: string): boolean {
  return text.length < 5 && NOTHING_AS_CODE.has(codeText(text))
}
