import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql'
import type { SelectedOperation } from './selectOperation.ts'

/**
 * Whether nothing is selected but what keys have there, under its own names.
 * @param keys what each of the keys has there
 */
export function isWithinKey(
  { selections }: SelectionSetNode,
  keys: readonly SelectionSetNode[],
  fragments: SelectedOperation['fragments'],
): boolean {
  const own = keys.flatMap((set) => set.selections.filter((node): node is FieldNode => node.kind === Kind.FIELD))
  return selections.every((node: SelectionNode) => {
    if (node.kind === Kind.INLINE_FRAGMENT) return isWithinKey(node.selectionSet, keys, fragments)
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(node.name.value)
      return fragment !== undefined && isWithinKey(fragment.selectionSet, keys, fragments)
    }
    const name = node.name.value
    if (name === '__typename') return true
    const known = own.filter((field) => field.name.value === name)
    const isPlain = (node.alias?.value ?? name) === name && !node.arguments?.length
    if (known.length === 0 || !isPlain) return false
    const beneath = known.flatMap(({ selectionSet }) => selectionSet ?? [])
    return node.selectionSet === undefined || isWithinKey(node.selectionSet, beneath, fragments)
  })
}
