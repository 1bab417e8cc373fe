import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql'
import { isEntity } from './isEntity.ts'
import { isOpenField } from './isOpenField.ts'

type Variables = Readonly<Record<string, unknown>>

/** A field at the root that gives one entity. */
export interface Lookup {
  readonly responseName: string
  /** Field and arguments as text: the same for the same entity, whoever wrote the operation. */
  readonly key: (variables: Variables) => string
  /** Names of the entity's fields that are kept: selected, without arguments and fields of their own, PUBLIC or SHARED. */
  readonly leaves: readonly string[]
  /** Whether nothing else is selected. */
  readonly leavesOnly: boolean
}

function leavesOf(type: GraphQLObjectType, { selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD || selection.selectionSet || selection.arguments?.length || selection.alias)
      return []
    const name = selection.name.value
    return isOpenField(type, name) ? [name] : []
  })
}

function keyOf(name: string, args: readonly ArgumentNode[]): Lookup['key'] {
  const sorted = [...args].sort((a, b) => (a.name.value < b.name.value ? -1 : 1))
  return (variables) =>
    name + JSON.stringify(sorted.map((arg) => [arg.name.value, valueFromASTUntyped(arg.value, { ...variables })]))
}

/** The look-up that a root field is; undefined when it is none. */
export function lookupOf(schema: GraphQLSchema, node: FieldNode): Lookup | undefined {
  const query = schema.getQueryType()
  const name = node.name.value
  const returned = query?.getFields()[name]?.type
  const type = returned && getNullableType(returned)
  if (!query || !isObjectType(type) || !isEntity(type) || !node.selectionSet || !isOpenField(query, name))
    return undefined
  const leaves = leavesOf(type, node.selectionSet)
  if (!leaves.some((leaf) => leaf !== '__typename')) return undefined
  return {
    responseName: (node.alias ?? node.name).value,
    key: keyOf(name, node.arguments ?? []),
    leaves,
    leavesOnly: leaves.length === node.selectionSet.selections.length,
  }
}
