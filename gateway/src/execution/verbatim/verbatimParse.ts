import type { ValueShape } from '../answer/answerShape.ts'
import { parseByteText } from '../byteText.ts'
import { isDataObject } from '../run/dataObject.ts'
import { Unexpected, unlessUnexpected } from '../run/unlessUnexpected.ts'
import type { Form } from './form.ts'
import { JsonText } from './jsonText.ts'
import { scanForm } from './scanForm.ts'
import { skipString, skipValue } from './skipValue.ts'

/** A place in an answer; lists do not count as places. */
export interface VerbatimPlace {
  /** What a value here must look like to be passed on as it stands, and whose it then is. */
  readonly verbatim: { readonly form: Form; readonly shape: ValueShape } | undefined
  /** Places beneath with something to be passed on. */
  readonly fields: ReadonlyMap<string, VerbatimPlace>
}

export interface VerbatimAnswer {
  readonly value: unknown
  /** Share of the text that need not be parsed, less what it takes to do without. */
  readonly saved: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = '\\'
const CLOSE_LIST = 0x5d
const LETTER_N = 0x6e
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** What it costs to take a value out, in bytes that could be parsed for it. */
const COST = 100

/** Takes the values out that can be passed on, and leaves their numbers in their places. */
class Splitter {
  readonly found: JsonText[] = []
  saved = 0
  private rest = ''
  private taken = 0
  private position = 0

  constructor(private readonly bytes: Buffer) {}

  /** @returns the JSON text that is left, as byte text */
  split(root: VerbatimPlace): string {
    this.value(root)
    if (this.position !== this.bytes.length) throw new Unexpected()
    return this.rest + this.bytes.toString('latin1', this.taken, this.position)
  }

  private value(place: VerbatimPlace): void {
    const byte = this.bytes[this.position]
    if (byte === LETTER_N) this.skip()
    else if (place.verbatim !== undefined) this.take(place.verbatim)
    else if (byte === OPEN_OBJECT) this.object(place)
    else if (byte === OPEN_LIST) this.list(place)
    // A number that stood here would be taken for one of ours.
    else throw new Unexpected()
  }

  private take({ form, shape }: { readonly form: Form; readonly shape: ValueShape }): void {
    const start = this.position
    const end = scanForm(this.bytes, start, form)
    if (end < 0) throw new Unexpected()
    this.rest += this.bytes.toString('latin1', this.taken, start) + this.found.length
    this.found.push(new JsonText(this.bytes.subarray(start, end), shape))
    this.saved += end - start - COST
    this.taken = end
    this.position = end
  }

  private list(place: VerbatimPlace): void {
    this.position += 1
    if (this.bytes[this.position] === CLOSE_LIST) {
      this.position += 1
      return
    }
    do this.value(place)
    while (this.goesOn(CLOSE_LIST))
  }

  private object({ fields }: VerbatimPlace): void {
    this.position += 1
    if (this.bytes[this.position] === CLOSE_OBJECT) {
      this.position += 1
      return
    }
    do {
      const start = this.position
      if (this.bytes[start] !== QUOTE) throw new Unexpected()
      this.goTo(skipString(this.bytes, start))
      const name = this.bytes.toString('latin1', start + 1, this.position - 1)
      // A name in another spelling would be read as itself only when the rest is parsed.
      if (name.includes(BACKSLASH)) throw new Unexpected()
      const field = fields.get(name)
      if (this.bytes[this.position] !== COLON) throw new Unexpected()
      this.position += 1
      if (field === undefined) this.skip()
      else this.value(field)
    } while (this.goesOn(CLOSE_OBJECT))
  }

  private goesOn(close: number): boolean {
    const byte = this.bytes[this.position]
    this.position += 1
    if (byte !== COMMA && byte !== close) throw new Unexpected()
    return byte === COMMA
  }

  private skip(): void {
    this.goTo(skipValue(this.bytes, this.position))
  }

  private goTo(end: number): void {
    if (end < 0) throw new Unexpected()
    this.position = end
  }
}

/** Puts what was taken out in the place of its number. */
function restore(value: unknown, { fields }: VerbatimPlace, found: readonly JsonText[]): void {
  if (Array.isArray(value)) for (const element of value) restore(element, { verbatim: undefined, fields }, found)
  if (!isDataObject(value)) return
  for (const [name, place] of fields) {
    const member = value[name]
    if (place.verbatim === undefined) restore(member, place, found)
    else if (typeof member === 'number') value[name] = found[member]
  }
}

/**
 * Parses an answer but for the values that can be passed on as they stand. Undefined when it is anything but plain JSON
 * without white space in which all of them are as they must be, or when it tells of errors.
 * @param bytes valid UTF-8
 * @param root the place of the whole answer, which has no value to be passed on
 */
export function verbatimParse(bytes: Buffer, root: VerbatimPlace): VerbatimAnswer | undefined {
  const splitter = new Splitter(bytes)
  const value = unlessUnexpected(() => parseByteText(splitter.split(root)))
  if (!isDataObject(value) || 'errors' in value) return undefined
  restore(value, root, splitter.found)
  return { value, saved: splitter.saved / bytes.length }
}
