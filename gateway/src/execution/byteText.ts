/**
 * What divisions say is kept as byte text: a string with one character for each byte of its UTF-8. It is read and written
 * without being decoded and encoded, and takes half the memory where text is Chinese. Names, and whatever else is ASCII, are
 * the same either way. A lone surrogate, for which UTF-8 has no bytes, stays as it is and is always written as an escape.
 */

const NOT_ASCII = /[^\0-\x7f]/
/** Whole characters, surrogates in pairs among them. */
const ENCODED = /[^\0-\x7f\ud800-\udfff]+/gu
const LONE_SURROGATE = /[\ud800-\udfff]/g
/** U+FFFD as byte text. */
const REPLACEMENT = '\u00ef\u00bf\u00bd'
const ESCAPED_CHARACTER = '\\u'

export function toByteText(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(ENCODED, (part) => Buffer.from(part).toString('latin1')) : text
}

export function fromByteText(bytes: string): string {
  if (!NOT_ASCII.test(bytes)) return bytes
  return Buffer.from(bytes.replace(LONE_SURROGATE, REPLACEMENT), 'latin1').toString('utf8')
}

/**
 * Parses JSON that is byte text; strings of the value are byte text too.
 * @throws SyntaxError
 */
export function parseByteText(json: string): unknown {
  // Escapes name characters, not bytes.
  return json.includes(ESCAPED_CHARACTER) ? inByteText(JSON.parse(fromByteText(json))) : JSON.parse(json)
}

function inByteText(value: unknown): unknown {
  if (typeof value === 'string') return toByteText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(inByteText)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [toByteText(name), inByteText(member)]))
}
