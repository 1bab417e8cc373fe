import { parseByteText } from '../byteText.ts'
import type { DataObject } from '../run/dataObject.ts'
import { Unexpected, unlessUnexpected } from '../run/unlessUnexpected.ts'
import type { Form } from './form.ts'
import { JsonRun } from './jsonRun.ts'
import { JsonText } from './jsonText.ts'
import { matchBytes } from './matchBytes.ts'
import type { ListReading, ObjectReading, Reading, RunReading, TextReading, ValueReading } from './reading.ts'
import { scanForm } from './scanForm.ts'
import { skipValue } from './skipValue.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const LETTER_N = 0x6e
const CLOSE_OBJECT = 0x7d
const NULL = Buffer.from('null')
const TEXT: Form = { kind: 'text', nonNull: true }
const ESCAPE = '\\'

export interface FormAnswer {
  readonly value: unknown
  /** Share of the text that was not parsed, 0 to 1. */
  readonly saved: number
}

class Reader {
  private readonly text: string
  private position = 0
  private passed = 0

  constructor(private readonly bytes: Buffer) {
    this.text = bytes.toString('latin1')
  }

  answer(reading: Reading): FormAnswer {
    const value = this.value(reading)
    if (this.position !== this.bytes.length) throw new Unexpected()
    return { value, saved: this.passed / this.bytes.length }
  }

  private value(reading: Reading): unknown {
    switch (reading.kind) {
      case 'value':
        return this.parsed(reading)
      case 'run':
        return this.run(reading)
      default:
        if (this.bytes[this.position] === LETTER_N) return this.nothing()
        if (reading.kind === 'text') return this.passedOn(reading)
        return reading.kind === 'object' ? this.object(reading) : this.list(reading)
    }
  }

  private nothing(): null {
    this.position = this.end(matchBytes(this.bytes, this.position, NULL))
    return null
  }

  private object({ members, template }: ObjectReading): DataObject {
    const object = { ...template }
    for (let index = 0; index < members.length; index += 1) {
      const { name, key, reading } = members[index] as ObjectReading['members'][number]
      this.position = this.end(matchBytes(this.bytes, this.position, key))
      object[name] = this.value(reading)
    }
    if (this.bytes[this.position] !== CLOSE_OBJECT) throw new Unexpected()
    this.position += 1
    return object
  }

  private list({ of }: ListReading): unknown[] {
    const list: unknown[] = []
    if (this.bytes[this.position] !== OPEN_LIST) throw new Unexpected()
    this.position += 1
    if (this.bytes[this.position] === CLOSE_LIST) {
      this.position += 1
      return list
    }
    for (;;) {
      list.push(this.value(of))
      const byte = this.bytes[this.position]
      this.position += 1
      if (byte === CLOSE_LIST) return list
      if (byte !== COMMA) throw new Unexpected()
    }
  }

  private passedOn({ form, shape }: TextReading): JsonText {
    return new JsonText(this.take(this.end(scanForm(this.bytes, this.position, form))), shape)
  }

  private run({ form, more, run }: RunReading): JsonRun {
    let at = this.end(scanForm(this.bytes, this.position, form))
    for (let index = 0; index < more.length; index += 1) {
      const { key, form: next } = more[index] as RunReading['more'][number]
      at = this.end(scanForm(this.bytes, this.end(matchBytes(this.bytes, at, key)), next))
    }
    return new JsonRun(this.take(at), run)
  }

  private take(end: number): string {
    const start = this.position
    this.position = end
    this.passed += end - start
    return this.text.slice(start, end)
  }

  private parsed({ usual }: ValueReading): unknown {
    const { bytes, text, position: start } = this
    const expected = usual === undefined ? -1 : matchBytes(bytes, start, usual.json)
    if (usual !== undefined && expected >= 0) {
      this.position = expected
      return usual.value
    }
    const isString = bytes[start] === QUOTE
    const end = this.end(isString ? scanForm(bytes, start, TEXT) : skipValue(bytes, start))
    this.position = end
    const inner = isString ? text.slice(start + 1, end - 1) : ESCAPE
    return inner.includes(ESCAPE) ? parseByteText(text.slice(start, end)) : inner
  }

  private end(at: number): number {
    if (at < 0) throw new Unexpected()
    return at
  }
}

/**
 * Reads an answer by what it is known to look like, in one pass; what stays text is not looked at again. Undefined when
 * the answer looks otherwise, has white space between its parts, or tells of errors.
 * @param bytes valid UTF-8
 */
export function parseByForm(bytes: Buffer, reading: Reading): FormAnswer | undefined {
  return unlessUnexpected(() => new Reader(bytes).answer(reading))
}
