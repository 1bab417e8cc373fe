import { type GraphQLObjectType, Kind, type SelectionSetNode } from 'graphql'
import { isOpenField } from './isOpenField.ts'

/** Names of the fields selected of an entity that may be kept: without arguments, alias and fields of their own, PUBLIC or SHARED. */
export function leavesOf(type: GraphQLObjectType, { selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD || selection.selectionSet || selection.arguments?.length || selection.alias)
      return []
    const name = selection.name.value
    return isOpenField(type, name) ? [name] : []
  })
}
