import { type DirectiveNode, Kind, type SelectionNode, visit } from 'graphql'
import type { SelectedOperation } from './selectOperation.ts'

/** Values of the variables that decide `@skip` and `@include`. */
export type ConditionValues = ReadonlyMap<string, boolean>

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include'

/** The variables that `@skip` and `@include` of an operation depend on, in a fixed order. */
export function conditionVariables({ operation, fragments }: SelectedOperation): string[] {
  const names = new Set<string>()
  const note = (node: DirectiveNode): void => {
    if (!isCondition(node)) return
    for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
  }
  visit(operation.selectionSet, { Directive: note })
  for (const fragment of fragments.values()) visit(fragment.selectionSet, { Directive: note })
  return [...names].sort()
}

/** Whether a selection takes part in an operation whose conditions are decided. */
export function isIncluded({ directives = [] }: SelectionNode, values: ConditionValues): boolean {
  return directives.every((directive) => {
    if (!isCondition(directive)) return true
    const value = directive.arguments?.[0]?.value
    const holds =
      value?.kind === Kind.VARIABLE ? values.get(value.name.value) : value?.kind === Kind.BOOLEAN && value.value
    return holds === (directive.name.value === 'include')
  })
}
