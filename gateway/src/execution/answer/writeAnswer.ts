import { type DataObject, isLeftOut } from '../run/dataObject.ts'
import { FieldFailure } from '../run/fieldFailure.ts'
import { JsonText } from '../verbatim/jsonText.ts'
import type { FieldShape, SelectionShape, ValueShape } from './answerShape.ts'
import { ByteWriter } from './byteWriter.ts'

/** Thrown where an answer needs more care than plain writing takes. */
const CARE: unique symbol = Symbol('care')

/** Where an object has been written, and for which selection. */
const WRITTEN = Symbol('written')

interface Written {
  readonly selection: SelectionShape
  readonly start: number
  readonly end: number
}

type MarkedObject = DataObject & { [WRITTEN]?: Written }

const BEFORE_DATA = '{"data":'
const AFTER_DATA = '}'

class AnswerWriter {
  /** @param shared whether objects may stand at several places */
  constructor(
    private readonly out: ByteWriter,
    private readonly shared: boolean,
  ) {}

  fields(fields: readonly FieldShape[], object: DataObject): void {
    const { out } = this
    let lead = '{'
    for (const { key, fixed, shape, source } of fields) {
      if (fixed !== undefined) out.add(lead + key + fixed)
      else {
        const value = object[source]
        if (value === undefined && isLeftOut(object, source)) throw CARE
        if (shape.kind === 'leaf') out.add(lead + key + leafText(shape, value))
        else {
          out.add(lead + key)
          this.value(shape, value)
        }
      }
      lead = ','
    }
    out.add(lead === '{' ? '{}' : '}')
  }

  private value(shape: ValueShape, value: unknown): void {
    if (value === null || value === undefined) {
      if (shape.nonNull) throw CARE
      this.out.add('null')
    } else if (value instanceof JsonText) {
      // Text for another place than this one is for `completeAnswer` to look into.
      if (value.shape !== shape) throw CARE
      this.out.addBytes(value.bytes)
    } else if (shape.kind === 'leaf') this.out.add(leafText(shape, value))
    else if (shape.kind === 'object') this.object(shape.selection, value)
    else this.list(shape.of, value)
  }

  private list(of: ValueShape, value: unknown): void {
    if (!Array.isArray(value)) throw CARE
    const { out } = this
    out.add('[')
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) out.add(',')
      this.value(of, value[index])
    }
    out.add(']')
  }

  private object(selection: SelectionShape, object: unknown): void {
    if (typeof object !== 'object' || object instanceof FieldFailure || Array.isArray(object)) throw CARE
    const { __typename: typename, [WRITTEN]: written } = object as MarkedObject
    if (written !== undefined && written.selection === selection) {
      this.out.repeat(written.start, written.end)
      return
    }
    if (typename !== undefined && typeof typename !== 'string') throw CARE
    const fields = selection.fieldsFor(typename)
    if (fields === undefined) throw CARE
    const start = this.shared ? this.out.position() : 0
    this.fields(fields, object as DataObject)
    if (this.shared) (object as MarkedObject)[WRITTEN] = { selection, start, end: this.out.position() }
  }
}

function leafText(shape: ValueShape & { readonly kind: 'leaf' }, value: unknown): string {
  if (value === null || value === undefined) {
    if (shape.nonNull) throw CARE
    return 'null'
  }
  const text = shape.text(value)
  if (text === undefined) throw CARE
  return text
}

/** What is known of an answer before it is written. */
export interface AnswerHints {
  /** Whether objects may stand at several places: then none is written twice for the same selection. */
  readonly shared: boolean
  /** About how many bytes. */
  readonly bytes: number
}

/**
 * JSON text, in UTF-8, of an answer in which nothing has failed: `{"data":…}`. Undefined when something has failed or does not fit, which
 * `completeAnswer` then tells.
 */
export function writeAnswer(
  root: SelectionShape,
  data: DataObject,
  { shared, bytes }: AnswerHints,
): Buffer | undefined {
  const out = new ByteWriter(bytes)
  try {
    out.add(BEFORE_DATA)
    new AnswerWriter(out, shared).fields(root.fieldsFor(undefined) ?? [], data)
    out.add(AFTER_DATA)
    return out.bytes()
  } catch (thrown) {
    if (thrown === CARE) return undefined
    throw thrown
  }
}

/** The `data` of an answer that `writeAnswer` has written. */
export function dataOf(answer: Buffer): Buffer {
  return answer.subarray(BEFORE_DATA.length, answer.length - AFTER_DATA.length)
}
