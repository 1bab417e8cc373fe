import {
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { toByteText } from '../byteText.ts'
import { type ConditionValues, isIncluded } from '../plan/conditions.ts'
import type { SelectedOperation } from '../plan/selectOperation.ts'
import type { DataObject } from '../run/dataObject.ts'

/** Where the data keep the answer to an introspection field; no canonical name has a space. */
export function introspectionSource(responseName: string): string {
  return `introspection ${responseName}`
}

function introspectionFields(selected: SelectedOperation, conditions: ConditionValues): FieldNode[] {
  const collect = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (!isIncluded(selection, conditions)) return []
      if (selection.kind === Kind.FIELD) return /^__(schema|type)$/.test(selection.name.value) ? [selection] : []
      if (selection.kind === Kind.INLINE_FRAGMENT) return collect(selection.selectionSet)
      const fragment = selected.fragments.get(selection.name.value)
      return fragment ? collect(fragment.selectionSet) : []
    })
  return collect(selected.operation.selectionSet)
}

/** How many different sets of variables one operation's introspection is kept for. */
const MAX_KEPT = 100

/**
 * Answers what an operation asks about the schema itself.
 * @returns for a set of variables, JSON texts by where the data keep them; undefined when nothing is asked
 */
export function introspection(
  schema: GraphQLSchema,
  selected: SelectedOperation,
  conditions: ConditionValues,
): ((variables: Readonly<Record<string, unknown>>) => DataObject) | undefined {
  const fields = introspectionFields(selected, conditions)
  if (fields.length === 0) return undefined
  const used = new Set<string>()
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [operationOf(fields, selected, used), ...selected.fragments.values()],
  } as const
  const kept = new Map<string, DataObject>()
  return (variables) => {
    const key = JSON.stringify([...used].map((name) => variables[name]))
    const known = kept.get(key)
    if (known !== undefined) return known
    const { data } = executeSync({ schema, document, variableValues: variables })
    const texts = Object.entries(data ?? {}).map(([name, value]) => [
      introspectionSource(name),
      toByteText(JSON.stringify(value)),
    ])
    const answer = Object.fromEntries(texts) as DataObject
    if (kept.size < MAX_KEPT) kept.set(key, answer)
    return answer
  }
}

function operationOf(
  fields: readonly FieldNode[],
  selected: SelectedOperation,
  used: Set<string>,
): OperationDefinitionNode {
  const selectionSet = { kind: Kind.SELECTION_SET, selections: fields } as const
  const note = ({ name }: { name: { value: string } }): void => {
    used.add(name.value)
  }
  visit(selectionSet, { Variable: note })
  for (const fragment of selected.fragments.values()) visit(fragment, { Variable: note })
  return { ...selected.operation, selectionSet }
}
