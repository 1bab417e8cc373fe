import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { BroughtField } from '../plan/broughtField.ts'
import type { FetchStep } from '../plan/fetchStep.ts'
import { namesIn } from '../plan/stepPath.ts'

type Names = readonly string[]

const isPrefix = (above: Names, below: Names): boolean => above.every((name, index) => name === below[index])

function bringsAt(fields: readonly BroughtField[], [name, ...rest]: Names): boolean {
  const field = fields.find((candidate) => candidate.name === name)
  return field !== undefined && (rest.length === 0 || bringsAt(field.fields, rest))
}

function readsAt(selections: readonly QueryPlanSelectionNode[], name: string | undefined): boolean {
  return selections.some((selection) =>
    selection.kind === 'InlineFragment'
      ? readsAt(selection.selections, name)
      : (selection.alias ?? selection.name) === name,
  )
}

/** Inputs may lie deep: whatever of a path is read, the value at its end may be. */
const readsIn = (requires: readonly QueryPlanSelectionNode[], below: Names): boolean => readsAt(requires, below[0])

/** Whether a step looks at the value at a path of canonical names or adds to it. */
export function concerns(step: FetchStep, path: Names): boolean {
  const own = namesIn(step.path)
  if (isPrefix(path, own)) return true
  if (!isPrefix(own, path)) return false
  const below = path.slice(own.length)
  return bringsAt(step.brings, below) || readsIn(step.requires ?? [], below)
}
