import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { type DocumentNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode, visit } from 'graphql'
import type { PlannedFetch } from './plannedFetch.ts'
import { typenameField } from './typenameField.ts'

const namesIn = (selections: readonly QueryPlanSelectionNode[]): string[] =>
  selections.flatMap((node) => [
    ...(node.kind === 'Field' ? [node.alias ?? node.name] : []),
    ...namesIn(node.selections ?? []),
  ])

/** A leaf under its own name, which nobody knows; what has an alias may be renamed yet. */
const isLeftOver = (node: SelectionNode, needed: ReadonlySet<string>): boolean =>
  node.kind === Kind.FIELD &&
  node.selectionSet === undefined &&
  node.alias === undefined &&
  !needed.has(node.name.value)

function remaining({ selections, ...set }: SelectionSetNode, needed: ReadonlySet<string>): SelectionSetNode {
  const kept = selections.flatMap((node): SelectionNode[] => {
    if (isLeftOver(node, needed)) return []
    if (node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === undefined) return [node]
    return [{ ...node, selectionSet: remaining(node.selectionSet, needed) }]
  })
  return { ...set, selections: kept.length > 0 ? kept : [typenameField] }
}

/**
 * Takes out of a plan's fetches the leaves that neither the operation nor any representation names. The planner leaves
 * them behind where it drops a fetch for which they were to be a key: asked for, one that fails would take away the object
 * around it, which the client has not asked to depend on it.
 */
export function withoutLeftovers(
  canonical: DocumentNode,
  fetches: readonly (readonly PlannedFetch[])[],
): PlannedFetch[][] {
  const needed = new Set(['__typename', ...fetches.flat().flatMap(({ requires = [] }) => namesIn(requires))])
  const note = ({ alias, name }: FieldNode): void => void needed.add((alias ?? name).value)
  visit(canonical, { Field: note })
  return fetches.map((parts) => parts.map((part) => ({ ...part, selection: remaining(part.selection, needed) })))
}
