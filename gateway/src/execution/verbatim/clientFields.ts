import type { FieldShape, SelectionShape, ValueShape } from '../answer/answerShape.ts'

/** The selection of a value that is an object of a known type, or a list of such. */
export function objectShape(shape: ValueShape): SelectionShape | undefined {
  if (shape.kind === 'list') return objectShape(shape.of)
  return shape.kind === 'object' && !shape.selection.abstract ? shape.selection : undefined
}

/** The client's field of a canonical name, when there is one and no more. */
export function fieldOf(selection: SelectionShape, source: string): FieldShape | undefined {
  const [field, ...more] = selection.fieldsFor(undefined)?.filter((candidate) => candidate.source === source) ?? []
  return more.length === 0 ? field : undefined
}

/** The client's selection at a path of canonical names. */
export function shapeAt(root: SelectionShape, path: readonly string[]): SelectionShape | undefined {
  return path.reduce<SelectionShape | undefined>((selection, name) => {
    const field = selection && fieldOf(selection, name)
    return field && objectShape(field.shape)
  }, root)
}
