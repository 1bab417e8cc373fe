import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { PlannedFetch } from './plannedFetch.ts'
import type { Requirements } from './requirements.ts'

type FragmentNode = Extract<QueryPlanSelectionNode, { kind: 'InlineFragment' }>

/** A part of a representation with several keys: lists of names, each of which it can do without. */
export type KeyedFragment = FragmentNode & { readonly spare: readonly (readonly string[])[] }

const namesIn = (selections: readonly QueryPlanSelectionNode[]): string[] =>
  selections.flatMap((node) => (node.kind === 'Field' ? [node.alias ?? node.name] : []))

/**
 * Marks what representations can do without because another key is enough. Where ways of one plan reach a division by
 * different keys the planner puts them into one fetch that wants them all, though an object has but the key of its way.
 */
export function spareKeys(requirements: Requirements, fetch: PlannedFetch): PlannedFetch {
  const requires = fetch.requires?.map((node): QueryPlanSelectionNode | KeyedFragment => {
    if (node.kind === 'Field' || node.typeCondition === undefined) return node
    const names = new Set(namesIn(node.selections))
    const keys = keysOf(requirements, fetch, node.typeCondition).filter((key) => key.every((name) => names.has(name)))
    if (keys.length < 2) return node
    const all = [...new Set(keys.flat())]
    return { ...node, spare: keys.map((key) => all.filter((name) => !key.includes(name))) }
  })
  return { ...fetch, requires }
}

/** The keys by which the type is found, or the interface object as which the division knows it. */
function keysOf(requirements: Requirements, { division, inputRewrites }: PlannedFetch, type: string): string[][] {
  const rewrite = inputRewrites.find(({ path: [condition] }) => condition === `... on ${type}`)
  return requirements.keysOf(division, rewrite?.kind === 'ValueSetter' ? String(rewrite.setValueTo) : type)
}

export function spareIn(node: FragmentNode | KeyedFragment): readonly (readonly string[])[] {
  return 'spare' in node ? node.spare : []
}

/** Adds inputs to a part of a representation, which it cannot do without. */
export function withInputs(
  node: FragmentNode | KeyedFragment,
  inputs: readonly QueryPlanSelectionNode[],
): FragmentNode | KeyedFragment {
  const sent = namesIn(inputs)
  const spare = spareIn(node).map((names) => names.filter((name) => !sent.includes(name)))
  return { ...node, selections: [...node.selections, ...inputs], ...(spare.length > 0 ? { spare } : {}) }
}
