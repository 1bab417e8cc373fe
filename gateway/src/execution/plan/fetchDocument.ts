import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql'
import { type BroughtField, mergedFields } from './broughtField.ts'
import type { CurriedField } from './curryRequires.ts'

/** The parts of a fetch's request of which requests for several fetches can be made. */
export interface FetchDocument {
  readonly selection: string
  readonly brings: readonly BroughtField[]
  readonly variables: ReadonlyMap<string, string>
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a fetch without operation')
  return operation
}

/** Spells curried fields as what they stand for, their own names as aliases. */
function uncurried(set: SelectionSetNode, curried: ReadonlyMap<string, CurriedField>): SelectionSetNode {
  if (curried.size === 0) return set
  return visit(set, {
    Field(node: FieldNode): FieldNode | undefined {
      const field = curried.get(node.name.value)
      if (field === undefined) return undefined
      const name = { kind: Kind.NAME as const, value: field.name }
      return { ...node, alias: node.alias ?? node.name, name, arguments: field.arguments }
    },
  })
}

function brings(set: SelectionSetNode): BroughtField[] {
  return mergedFields(
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return brings(selection.selectionSet)
      if (selection.kind !== Kind.FIELD) return []
      const name = (selection.alias ?? selection.name).value
      return [{ name, fields: selection.selectionSet ? brings(selection.selectionSet) : [] }]
    }),
  )
}

/** @param byRepresentation whether the request is an `_entities` query, of which only the inner selection counts */
export function fetchDocument(
  document: DocumentNode,
  byRepresentation: boolean,
  curried: ReadonlyMap<string, CurriedField>,
): FetchDocument {
  const operation = operationOf(document)
  const variables = new Map<string, string>()
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value
    if (!byRepresentation || name !== 'representations') variables.set(name, stripIgnoredCharacters(print(definition)))
  }
  const [entities] = operation.selectionSet.selections
  const own = byRepresentation && entities?.kind === Kind.FIELD ? entities.selectionSet : operation.selectionSet
  if (own === undefined) throw new Error('a fetch without selection')
  const set = uncurried(own, curried)
  return { selection: stripIgnoredCharacters(print(set)), brings: brings(set), variables }
}
