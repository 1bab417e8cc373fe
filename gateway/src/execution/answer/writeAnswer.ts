import type { DataObject } from '../run/dataObject.ts'
import { FieldFailure } from '../run/fieldFailure.ts'
import type { FieldShape, SelectionShape, ValueShape } from './answerShape.ts'

/** Thrown where an answer needs more care than plain writing takes. */
const CARE: unique symbol = Symbol('care')

/** Text already written for an object, with the selection it was written for. */
const WRITTEN = Symbol('written')

interface Written {
  readonly selection: SelectionShape
  readonly text: string
}

type MarkedObject = DataObject & { [WRITTEN]?: Written }

function valueText(shape: ValueShape, value: unknown): string {
  if (value === null || value === undefined) {
    if (shape.nonNull) throw CARE
    return 'null'
  }
  if (shape.kind === 'leaf') {
    const text = shape.text(value)
    if (text === undefined) throw CARE
    return text
  }
  if (typeof value !== 'object') throw CARE
  if (shape.kind === 'object') return objectText(shape.selection, value as MarkedObject)
  if (!Array.isArray(value)) throw CARE
  const { of } = shape
  let text = '['
  for (let index = 0; index < value.length; index += 1) {
    if (index > 0) text += ','
    text += valueText(of, value[index])
  }
  return `${text}]`
}

function objectText(selection: SelectionShape, object: MarkedObject): string {
  const written = object[WRITTEN]
  if (written !== undefined && written.selection === selection) return written.text
  if (object instanceof FieldFailure || Array.isArray(object)) throw CARE
  const { __typename: typename } = object
  const fields = selection.fieldsFor(typeof typename === 'string' ? typename : undefined)
  if (fields === undefined) throw CARE
  const text = fieldsText(fields, object)
  object[WRITTEN] = { selection, text }
  return text
}

function fieldsText(fields: readonly FieldShape[], object: DataObject): string {
  let text = '{'
  let separator = ''
  for (const field of fields) {
    text += separator + field.key + (field.fixed ?? valueText(field.shape, object[field.source]))
    separator = ','
  }
  return `${text}}`
}

/**
 * JSON text of data in which nothing has failed. An object that is met again in the same selection is not written
 * again. Undefined when something has failed or does not fit, which `completeAnswer` then tells.
 */
export function writeAnswer(root: SelectionShape, data: DataObject): string | undefined {
  try {
    return fieldsText(root.fieldsFor(undefined) ?? [], data)
  } catch (thrown) {
    if (thrown === CARE) return undefined
    throw thrown
  }
}
