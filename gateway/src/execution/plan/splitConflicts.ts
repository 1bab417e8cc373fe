import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql'
import type { CurriedSupergraph } from './curryRequires.ts'

type Curried = Pick<CurriedSupergraph, 'fields' | 'inputs'>

/** Whether two fields of a `requires` would stand under one name in a representation. */
function clash(curried: Curried, one: string, other: string): boolean {
  return one !== other && (curried.fields.get(one)?.name ?? one) === (curried.fields.get(other)?.name ?? other)
}

/** Names of the fields in a `requires` that clash with another beside them. */
function clashing(curried: Curried, selections: readonly QueryPlanSelectionNode[]): string[] {
  const beside = (
    nodes: readonly QueryPlanSelectionNode[],
  ): { name: string; inner: readonly QueryPlanSelectionNode[] }[] =>
    nodes.flatMap((node) =>
      node.kind === 'Field'
        ? [{ name: node.alias ?? node.name, inner: node.selections ?? [] }]
        : beside(node.selections),
    )
  const fields = beside(selections)
  const own = fields.filter(({ name }) => fields.some((other) => clash(curried, name, other.name)))
  return [...own.map(({ name }) => name), ...fields.flatMap(({ inner }) => clashing(curried, inner))]
}

function withoutInputs(
  selections: readonly QueryPlanSelectionNode[],
  dropped: ReadonlySet<string>,
): QueryPlanSelectionNode[] {
  return selections
    .filter((node) => node.kind !== 'Field' || !dropped.has(node.alias ?? node.name))
    .map((node) => (node.selections ? { ...node, selections: withoutInputs(node.selections, dropped) } : node))
}

/** Fields directly on the entity, with the type they are asked on. */
function entityFields(set: SelectionSetNode, type = ''): { type: string; node: FieldNode }[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [{ type, node }]
    return node.kind === Kind.INLINE_FRAGMENT
      ? entityFields(node.selectionSet, node.typeCondition?.name.value ?? type)
      : []
  })
}

function onlyFields(set: SelectionSetNode, kept: ReadonlySet<FieldNode>): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind !== Kind.INLINE_FRAGMENT) return node.kind === Kind.FIELD && kept.has(node) ? [node] : []
    const inner = onlyFields(node.selectionSet, kept)
    return inner.selections.length === 0 ? [] : [{ ...node, selectionSet: inner }]
  })
  return { ...set, selections }
}

/** Fields that can share a representation, with the inputs of theirs that clash with others'. */
interface Part {
  readonly fields: Set<FieldNode>
  readonly inputs: Set<string>
}

function partition(fields: readonly { node: FieldNode; inputs: readonly string[] }[], curried: Curried): Part[] {
  const parts: Part[] = []
  for (const { node, inputs } of fields) {
    const fits = (part: Part): boolean =>
      !inputs.some((input) => [...part.inputs].some((other) => clash(curried, input, other)))
    let part = parts.find(fits)
    if (part === undefined) {
      part = { fields: new Set(), inputs: new Set() }
      parts.push(part)
    }
    part.fields.add(node)
    for (const input of inputs) part.inputs.add(input)
  }
  return parts
}

/**
 * Splits a fetch whose fields require one field with different arguments: a representation has room for one value of
 * it, so the fields are asked with representations of their own.
 */
export function splitConflicts(node: FetchNode, curried: Curried): FetchNode[] {
  const clashes = new Set(clashing(curried, node.requires ?? []))
  const [operation] = node.operationDocumentNode?.definitions ?? []
  if (clashes.size === 0 || operation?.kind !== Kind.OPERATION_DEFINITION) return [node]
  const [entities] = operation.selectionSet.selections
  if (entities?.kind !== Kind.FIELD || entities.selectionSet === undefined) return [node]
  const set = entities.selectionSet
  const fields = entityFields(set).map((field) => {
    const inputs = curried.inputs.get(`${node.serviceName} ${field.type}.${field.node.name.value}`) ?? []
    return { node: field.node, inputs: [...inputs].filter((input) => clashes.has(input)) }
  })
  return partition(fields, curried).map((part) => {
    const dropped = new Set([...clashes].filter((name) => !part.inputs.has(name)))
    const inner = { ...entities, selectionSet: onlyFields(set, part.fields) }
    const definition = { ...operation, selectionSet: { ...operation.selectionSet, selections: [inner] } }
    return {
      ...node,
      requires: withoutInputs(node.requires ?? [], dropped),
      operationDocumentNode: { kind: Kind.DOCUMENT, definitions: [definition] },
    }
  })
}
