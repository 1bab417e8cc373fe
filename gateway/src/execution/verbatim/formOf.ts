import { type FieldNode, Kind } from 'graphql'
import type { FieldShape, LeafShape, ValueShape } from '../answer/answerShape.ts'
import { leafKind } from '../answer/leafText.ts'
import { type Form, type LeafForm, type MemberForm, wordsByHash } from './form.ts'

function leafForm({ text, nonNull }: LeafShape): LeafForm | undefined {
  const kind = leafKind(text)
  if (kind === undefined || typeof kind === 'string') return kind && { kind, nonNull }
  const words = wordsByHash(kind)
  return words && { kind: 'word', words, nonNull }
}

/** The form of a whole member: its name, too, is the client's. */
export function memberForm(node: FieldNode, { responseName, source, shape, fixed }: FieldShape): Form | undefined {
  const asked = (node.alias ?? node.name).value
  if (asked !== responseName) return undefined
  if (fixed === undefined) return asked === source ? formOf(node, shape) : undefined
  const words = wordsByHash([JSON.parse(fixed) as string])
  return node.name.value === '__typename' && words ? { kind: 'word', words, nonNull: true } : undefined
}

/**
 * The form in which a division's value for a field is the client's as well; undefined when what is asked of the division is not
 * what the client asked, field for field, or when it takes more than the text to tell whether a value fits.
 * @param node as the division is asked
 * @param shape as the client wants it
 */
export function formOf(node: FieldNode, shape: ValueShape): Form | undefined {
  const { nonNull } = shape
  if (shape.kind === 'leaf') return node.selectionSet === undefined ? leafForm(shape) : undefined
  if (shape.kind === 'list') {
    const of = formOf(node, shape.of)
    return of && { kind: 'list', nonNull, of }
  }
  const { abstract, fieldsFor } = shape.selection
  const fields = abstract ? undefined : fieldsFor(undefined)
  const selections = node.selectionSet?.selections ?? []
  if (fields === undefined || fields.length === 0 || fields.length !== selections.length) return undefined
  const members: MemberForm[] = []
  for (const [index, field] of fields.entries()) {
    const selection = selections[index]
    const form = selection?.kind === Kind.FIELD ? memberForm(selection, field) : undefined
    if (form === undefined) return undefined
    members.push({ key: Buffer.from((index === 0 ? '{' : ',') + field.key), form })
  }
  return { kind: 'object', nonNull, members }
}
