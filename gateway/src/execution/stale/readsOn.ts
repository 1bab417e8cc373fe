import type { SelectionShape } from '../answer/answerShape.ts'

/** Fields that are read on from a cursor, by coordinate. */
const READ_ON = new Set(['Query.changes'])

/**
 * Whether an operation reads on from a cursor. Nothing of its answer, the records looked up for it included, may be as it
 * was before: its reader would take it for the last that there is to know.
 */
export function readsOn(root: SelectionShape): boolean {
  return root.fieldsFor(root.typeName)?.some(({ coordinate }) => READ_ON.has(coordinate)) ?? false
}
