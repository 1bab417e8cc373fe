import { addToHash, type Form, type ListForm, type ObjectForm } from './form.ts'
import { matchBytes } from './matchBytes.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const CLOSE_OBJECT = 0x7d
/** Bytes below are control characters, which JSON has no place for between quotes. */
const SPACE = 0x20

const NO = -1
const MAX_INT = 2 ** 31
/** Longer numbers may not be what they look like. */
const MOST_DIGITS = 15
const NULL = Buffer.from('null')
const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
/** What may follow a backslash, but for `u`. */
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'))
const HEX = /^[0-9a-f]{4}$/i
const LETTER_U = 0x75

function escaped(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1]
  if (kind === LETTER_U) return HEX.test(bytes.toString('latin1', at + 2, at + 6)) ? at + 6 : NO
  return kind !== undefined && ESCAPED.has(kind) ? at + 2 : NO
}

function text(bytes: Buffer, start: number): number {
  if (bytes[start] !== QUOTE) return NO
  const { length } = bytes
  let at = start + 1
  while (at < length) {
    const byte = bytes[at] as number
    if (byte === QUOTE) return at + 1
    if (byte < SPACE) return NO
    if (byte === BACKSLASH) {
      at = escaped(bytes, at)
      if (at === NO) return NO
    } else at += 1
  }
  return NO
}

function word(bytes: Buffer, start: number, words: ReadonlyMap<number, Uint8Array>): number {
  if (bytes[start] !== QUOTE) return NO
  let hash = 0
  let at = start + 1
  for (; at < bytes.length && bytes[at] !== QUOTE; at += 1) hash = addToHash(hash, bytes[at] as number)
  const expected = words.get(hash)
  return expected !== undefined && matchBytes(bytes, start + 1, expected) === at ? at + 1 : NO
}

function digits(bytes: Buffer, start: number): number {
  let at = start
  for (let byte = bytes[at]; byte !== undefined && byte >= ZERO && byte <= NINE; byte = bytes[at]) at += 1
  return at
}

function magnitude(bytes: Buffer, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at += 1) value = value * 10 + (bytes[at] as number) - ZERO
  return value
}

/** JSON's numbers without exponent. */
function number(bytes: Buffer, start: number, whole: boolean): number {
  const first = bytes[start] === MINUS ? start + 1 : start
  const end = digits(bytes, first)
  if (end === first || (bytes[first] === ZERO && end > first + 1) || end - first > MOST_DIGITS) return NO
  if (whole) return magnitude(bytes, first, end) <= (first > start ? MAX_INT : MAX_INT - 1) ? end : NO
  if (bytes[end] !== POINT) return end
  const fraction = digits(bytes, end + 1)
  return fraction > end + 1 && fraction - first <= MOST_DIGITS ? fraction : NO
}

function list(bytes: Buffer, start: number, { of }: ListForm): number {
  if (bytes[start] !== OPEN_LIST) return NO
  let at = start + 1
  if (bytes[at] === CLOSE_LIST) return at + 1
  for (;;) {
    at = scanForm(bytes, at, of)
    if (at === NO) return NO
    const byte = bytes[at]
    at += 1
    if (byte === CLOSE_LIST) return at
    if (byte !== COMMA) return NO
  }
}

function object(bytes: Buffer, start: number, { members }: ObjectForm): number {
  let at = start
  for (const { key, form } of members) {
    at = matchBytes(bytes, at, key)
    if (at !== NO) at = scanForm(bytes, at, form)
    if (at === NO) return NO
  }
  return bytes[at] === CLOSE_OBJECT ? at + 1 : NO
}

/**
 * Checks a value's JSON text against a form.
 * @param bytes valid UTF-8
 * @returns where the value ends, or -1 when it is not of the form
 */
export function scanForm(bytes: Buffer, at: number, form: Form): number {
  if (bytes[at] === NULL[0]) return form.nonNull ? NO : matchBytes(bytes, at, NULL)
  switch (form.kind) {
    case 'text':
      return text(bytes, at)
    case 'object':
      return object(bytes, at, form)
    case 'list':
      return list(bytes, at, form)
    case 'word':
      return word(bytes, at, form.words)
    case 'boolean':
      return matchBytes(bytes, at, bytes[at] === TRUE[0] ? TRUE : FALSE)
    default:
      return number(bytes, at, form.kind === 'integer')
  }
}
