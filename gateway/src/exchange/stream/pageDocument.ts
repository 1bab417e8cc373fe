import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { SelectedOperation } from '../../execution/plan/selectOperation.ts'

/** Variable of the page's cursor. */
export const AFTER = '_hubAfter'

/** What the hub itself asks of every page, by the names that it has in the answer. */
export interface HubPart {
  readonly _hubNext: string | null
  readonly _hubMore: boolean | null
  readonly _hubCount: number | null
  readonly _hubBehind: readonly { readonly division: string; readonly code: string }[] | null
}

export const HUB_NAMES = ['_hubNext', '_hubMore', '_hubCount', '_hubBehind'] as const satisfies (keyof HubPart)[]

/** A subscription as the query that gives one page of it. */
export interface PageDocument {
  readonly document: DocumentNode
  /** The subscription as it was written. */
  readonly operation: OperationDefinitionNode
  /** The subscription's only root field, as it was written. */
  readonly field: FieldNode
  readonly responseName: string
}

const operationOf = (text: string): OperationDefinitionNode => {
  const [definition] = parse(text, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation')
  return definition
}

const own = operationOf('{ _hubNext: next _hubMore: hasMore _hubCount: count _hubBehind: behind { division code } }')
const cursor = operationOf(`query ($${AFTER}: String) { changes(after: $${AFTER}) }`)
const [cursorField] = cursor.selectionSet.selections
const cursorArguments = cursorField?.kind === Kind.FIELD ? (cursorField.arguments ?? []) : []

/**
 * Makes of a valid subscription the query of its next page: the same selection of `Query.changes` from a cursor on, and
 * with it what the hub has to know to go on.
 */
export function pageDocument(document: DocumentNode, { operation, fragments }: SelectedOperation): PageDocument {
  const field = rootField(operation.selectionSet, fragments)
  const responseName = (field.alias ?? field.name).value
  const page: FieldNode = {
    ...field,
    alias: { kind: Kind.NAME, value: responseName },
    name: { kind: Kind.NAME, value: 'changes' },
    arguments: [...(field.arguments ?? []).flatMap(asQueryArgument), ...cursorArguments],
    selectionSet: withOwnPart(field.selectionSet),
  }
  const query: OperationDefinitionNode = {
    ...operation,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...(cursor.variableDefinitions ?? [])],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [page] },
  }
  const parts = [...fragments.values()].filter(({ typeCondition }) => typeCondition.name.value !== 'Subscription')
  return { document: { ...document, definitions: [query, ...parts] }, operation, field, responseName }
}

/** The only field of a valid subscription's root (GraphQL, 5.2.3.1), wherever fragments put it. */
function rootField(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FieldNode {
  const fields = selections.map((selection: SelectionNode): FieldNode => {
    if (selection.kind === Kind.FIELD) return selection
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    if (inner === undefined) throw new Error(`no fragment of a valid document`)
    return rootField(inner.selectionSet, fragments)
  })
  const [first] = fields
  if (first === undefined) throw new Error('no field in a valid document')
  // Written twice, it is selected twice.
  const sets = fields.flatMap(({ selectionSet }) => selectionSet?.selections ?? [])
  return { ...first, selectionSet: { kind: Kind.SELECTION_SET, selections: sets } }
}

function asQueryArgument(argument: ArgumentNode): ArgumentNode[] {
  const { name, value } = argument
  if (name.value === 'after') return []
  if (name.value !== 'subjectId') return [argument]
  return [{ ...argument, name: { ...name, value: 'subjectIds' }, value: { kind: Kind.LIST, values: [value] } }]
}

function withOwnPart(set: SelectionSetNode | undefined): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: [...(set?.selections ?? []), ...own.selectionSet.selections] }
}
