import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNullableType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql'
import { entityKey } from './entityKey.ts'
import { identifiersOf } from './identifiersOf.ts'
import { isDated } from './isDated.ts'
import { isOpenField } from './isOpenField.ts'
import { leavesOf } from './leavesOf.ts'

type Variables = Readonly<Record<string, unknown>>

/** One identifier of an entity, and its value. */
export interface Identification {
  readonly name: string
  readonly value: string
}

/** A field at the root that gives one entity. */
export interface Lookup {
  readonly responseName: string
  /** Field and arguments as text: the same for the same entity, whoever wrote the operation. */
  readonly key: (variables: Variables) => string
  readonly type: string
  /** By which of its identifiers alone the entity is looked up, as it is now; undefined where by anything else. */
  readonly by: (variables: Variables) => Identification | undefined
  /** Names of all its identifiers. */
  readonly identifiers: readonly string[]
  /** Name of the identifier by which changes name it. */
  readonly idName: string
  /** Whether it may cease to be open when a day has passed. */
  readonly dated: boolean
  /** Names of the entity's fields that are kept: selected, without arguments and fields of their own, PUBLIC or SHARED. */
  readonly leaves: readonly string[]
  /** Whether nothing else is selected. */
  readonly leavesOnly: boolean
}

function keyOf(name: string, args: readonly ArgumentNode[]): Lookup['key'] {
  const sorted = [...args].sort((a, b) => (a.name.value < b.name.value ? -1 : 1))
  return (variables) =>
    name + JSON.stringify(sorted.map((arg) => [arg.name.value, valueFromASTUntyped(arg.value, { ...variables })]))
}

function identification(args: readonly ArgumentNode[], identifiers: readonly string[]): Lookup['by'] {
  return (variables) => {
    const given = args
      .map((arg) => ({ name: arg.name.value, value: valueFromASTUntyped(arg.value, { ...variables }) }))
      .filter(({ value }) => value !== null && value !== undefined)
    const [first] = given
    if (given.length !== 1 || first === undefined || !identifiers.includes(first.name)) return undefined
    return typeof first.value === 'string' ? { name: first.name, value: first.value } : undefined
  }
}

/** The look-up that a root field is; undefined when it is none. */
export function lookupOf(schema: GraphQLSchema, node: FieldNode): Lookup | undefined {
  const query = schema.getQueryType()
  const name = node.name.value
  const returned = query?.getFields()[name]?.type
  const type = returned && getNullableType(returned)
  if (!query || !isObjectType(type) || !node.selectionSet || !isOpenField(query, name)) return undefined
  const idName = entityKey(type)
  if (idName === undefined) return undefined
  const leaves = leavesOf(type, node.selectionSet)
  if (!leaves.some((leaf) => leaf !== '__typename')) return undefined
  const identifiers = identifiersOf(schema, type)
  return {
    type: type.name,
    by: identification(node.arguments ?? [], identifiers),
    identifiers,
    idName,
    dated: isDated(type),
    responseName: (node.alias ?? node.name).value,
    key: keyOf(name, node.arguments ?? []),
    leaves,
    leavesOnly: leaves.length === node.selectionSet.selections.length,
  }
}
