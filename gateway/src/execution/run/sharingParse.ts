import { parseByteText } from '../byteText.ts'
import type { DataObject } from './dataObject.ts'
import { Unexpected, unlessUnexpected } from './unlessUnexpected.ts'

/** What the parser knows of a place in an answer: where its objects may be shared with others, and what is beneath. */
export interface SharePlace {
  /** Objects of equal text are made one where this is equal, and nowhere when it is undefined. */
  readonly group: number | undefined
  readonly fields: ReadonlyMap<string, SharePlace>
}

export interface SharedAnswer {
  readonly value: unknown
  /** Share of the text that was not parsed because the same had been parsed before, 0 to 1. */
  readonly saved: number
}

/** Objects are looked up by this many characters, which hold the type's name and the key of most entities. */
const PREFIX_LENGTH = 48
/** Shorter objects are parsed sooner than found. */
const SHORTEST = 32

const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

interface Known {
  readonly text: string
  readonly object: DataObject
}

class Parser {
  private position = 0
  private saved = 0
  private readonly known: Map<string, Known>[] = []
  private readonly escapes: boolean

  constructor(private readonly text: string) {
    this.escapes = text.includes('\\')
  }

  answer(place: SharePlace): SharedAnswer {
    const value = this.value(place)
    if (this.position !== this.text.length) throw new Unexpected()
    return { value, saved: this.saved / this.text.length }
  }

  private value(place: SharePlace | undefined): unknown {
    switch (this.text.charCodeAt(this.position)) {
      case QUOTE:
        return this.string()
      case OPEN_OBJECT:
        return place?.group === undefined ? this.object(place) : this.sharedObject(place, place.group)
      case OPEN_LIST:
        return this.list(place)
      default:
        return this.literal()
    }
  }

  private string(): string {
    const start = this.position
    let end = this.text.indexOf('"', start + 1)
    while (this.escapes && end > 0 && this.isEscaped(end)) end = this.text.indexOf('"', end + 1)
    if (end < 0) throw new Unexpected()
    this.position = end + 1
    const inner = this.text.slice(start + 1, end)
    return this.escapes && inner.includes('\\') ? (parseByteText(`"${inner}"`) as string) : inner
  }

  private isEscaped(quote: number): boolean {
    let before = quote
    while (this.text.charCodeAt(before - 1) === 92) before -= 1
    return (quote - before) % 2 === 1
  }

  private literal(): unknown {
    const start = this.position
    let end = start
    let code = this.text.charCodeAt(end)
    // Whatever ends a value in JSON without white space ends this one; JSON.parse decides what it is.
    while (code !== COMMA && code !== CLOSE_OBJECT && code !== CLOSE_LIST) {
      if (Number.isNaN(code)) throw new Unexpected()
      end += 1
      code = this.text.charCodeAt(end)
    }
    this.position = end
    const literal = this.text.slice(start, end)
    if (literal === 'null') return null
    if (literal === 'true') return true
    return literal === 'false' ? false : JSON.parse(literal)
  }

  private list(place: SharePlace | undefined): unknown[] {
    const list: unknown[] = []
    this.position += 1
    if (this.text.charCodeAt(this.position) === CLOSE_LIST) {
      this.position += 1
      return list
    }
    for (;;) {
      list.push(this.value(place))
      const code = this.text.charCodeAt(this.position)
      this.position += 1
      if (code === CLOSE_LIST) return list
      if (code !== COMMA) throw new Unexpected()
    }
  }

  private sharedObject(place: SharePlace, group: number): DataObject {
    const { text, position: start } = this
    const known = this.known[group] ?? new Map<string, Known>()
    this.known[group] = known
    const prefix = text.slice(start, start + PREFIX_LENGTH)
    const candidate = known.get(prefix)
    if (candidate !== undefined) {
      const end = start + candidate.text.length
      if (text.slice(start, end) === candidate.text) {
        this.position = end
        this.saved += candidate.text.length
        return candidate.object
      }
    }
    const object = this.object(place)
    if (this.position - start >= SHORTEST) known.set(prefix, { text: text.slice(start, this.position), object })
    return object
  }

  private object(place: SharePlace | undefined): DataObject {
    const object: DataObject = {}
    this.position += 1
    if (this.text.charCodeAt(this.position) === CLOSE_OBJECT) {
      this.position += 1
      return object
    }
    for (;;) {
      if (this.text.charCodeAt(this.position) !== QUOTE) throw new Unexpected()
      const name = this.string()
      if (this.text.charCodeAt(this.position) !== COLON || name === '__proto__') throw new Unexpected()
      this.position += 1
      object[name] = this.value(place?.fields.get(name))
      const code = this.text.charCodeAt(this.position)
      this.position += 1
      if (code === CLOSE_OBJECT) return object
      if (code !== COMMA) throw new Unexpected()
    }
  }
}

/**
 * Parses JSON in which much is repeated, as where the same entities stand at many places of an answer: an object whose
 * text has been parsed before is not parsed again but is the same object. Comparing text costs a twentieth of parsing
 * it, and one object is also gathered, merged and written once. Undefined when the text is anything but plain JSON
 * without white space, or when it tells of errors, which belong to one place and not to all of equal text.
 * @param text byte text
 */
export function sharingParse(text: string, place: SharePlace): SharedAnswer | undefined {
  const answer = unlessUnexpected(() => new Parser(text).answer(place))
  const value = answer?.value
  return typeof value === 'object' && value !== null && !('errors' in value) ? answer : undefined
}
