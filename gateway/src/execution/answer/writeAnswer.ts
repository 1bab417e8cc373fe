import { type DataObject, isLeftOut } from '../run/dataObject.ts'
import { FieldFailure } from '../run/fieldFailure.ts'
import { JsonRun } from '../verbatim/jsonRun.ts'
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
    let text = '{'
    for (let index = 0; index < fields.length; index += 1) {
      const { key, nextKey, fixed, shape, source } = fields[index] as FieldShape
      text += index === 0 ? key : nextKey
      if (fixed !== undefined) text += fixed
      else {
        const value = object[source]
        if (value instanceof JsonRun) {
          // A run of another selection's fields is for `completeAnswer` to look into.
          if (value.run.fields !== fields || value.run.first !== index) throw CARE
          text += value.text
          index = value.run.end - 1
          continue
        }
        if (value === undefined && isLeftOut(object, source)) throw CARE
        if (shape.kind === 'leaf') text += leafText(shape, value)
        else {
          this.out.add(text)
          text = ''
          this.value(shape, value)
        }
      }
    }
    this.out.add(`${text}}`)
  }

  private value(shape: ValueShape, value: unknown): void {
    if (value === null || value === undefined) {
      if (shape.nonNull) throw CARE
      this.out.add('null')
    } else if (value instanceof JsonText) {
      // Text for another place than this one is for `completeAnswer` to look into.
      if (value.shape !== shape) throw CARE
      if (typeof value.text === 'string') this.out.add(value.text)
      else this.out.addBytes(value.text)
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
    if (this.shared) this.sharedObject(selection, object as MarkedObject)
    else this.ownObject(selection, object as DataObject)
  }

  private sharedObject(selection: SelectionShape, object: MarkedObject): void {
    const written = object[WRITTEN]
    if (written !== undefined && written.selection === selection) {
      this.out.repeat(written.start, written.end)
      return
    }
    const start = this.out.position()
    this.ownObject(selection, object)
    object[WRITTEN] = { selection, start, end: this.out.position() }
  }

  private ownObject(selection: SelectionShape, object: DataObject): void {
    const { __typename: typename } = object
    if (typename !== undefined && typeof typename !== 'string') throw CARE
    const fields = selection.fieldsFor(typename)
    if (fields === undefined) throw CARE
    this.fields(fields, object)
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
