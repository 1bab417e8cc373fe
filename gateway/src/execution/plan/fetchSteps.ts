import type { PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner'
import { print, type SelectionSetNode, stripIgnoredCharacters, type VariableNode, visit } from 'graphql'
import { askedOfObjects } from './askedOfObjects.ts'
import { type BroughtField, broughtFields, dueFields, renamedFields } from './broughtField.ts'
import type { FetchStep } from './fetchStep.ts'
import { type PlannedFetch, plannedFetch } from './plannedFetch.ts'
import { decidingTypes, namesIn, type StepPath } from './stepPath.ts'

/** What a step reads and writes, as paths of canonical names without list marks. */
interface Access {
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

const fieldPath = (names: readonly string[]): string => names.map((name) => `/${name}`).join('')

function writesOf({ path, brings }: FetchStep): Set<string> {
  const writes = new Set<string>()
  const add = (prefix: string, fields: readonly BroughtField[]): void => {
    for (const field of fields) {
      writes.add(`${prefix}/${field.name}`)
      add(`${prefix}/${field.name}`, field.fields)
    }
  }
  add(fieldPath(namesIn(path)), brings)
  return writes
}

function readsOf({ path, requires }: FetchStep): Set<string> {
  const reads = new Set<string>()
  const names = namesIn(path)
  for (const [index] of names.entries()) reads.add(fieldPath(names.slice(0, index + 1)))
  for (const type of decidingTypes(path)) reads.add(fieldPath(type))
  const add = (prefix: string, selections: readonly QueryPlanSelectionNode[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') add(prefix, selection.selections)
      else {
        reads.add(`${prefix}/${selection.alias ?? selection.name}`)
        add(`${prefix}/${selection.alias ?? selection.name}`, selection.selections ?? [])
      }
    }
  }
  add(fieldPath(names), requires ?? [])
  return reads
}

/** The variables that a selection uses, with their definitions. */
function usedVariables(selection: SelectionSetNode, variables: ReadonlyMap<string, string>): Map<string, string> {
  const used = new Map<string, string>()
  const note = ({ name }: VariableNode): void => {
    const definition = variables.get(name.value)
    if (definition !== undefined) used.set(name.value, definition)
  }
  visit(selection, { Variable: note })
  return used
}

function fetchStep(fetch: PlannedFetch, index: number): FetchStep {
  const { selection: asked, inputs: _, variables, ...common } = fetch
  const brings = renamedFields(broughtFields(asked), fetch.outputRewrites)
  return {
    ...common,
    index,
    needs: [],
    asked,
    selection: compact(asked),
    brings,
    due: dueFields(askedOfObjects({ requires: fetch.requires, asked })),
    variables: usedVariables(asked, variables),
  }
}

const compact = (set: SelectionSetNode): string => stripIgnoredCharacters(print(set))

/** A fetch as it stands in the plan. */
interface Ordered {
  readonly fetch: PlannedFetch
  /** Positions of those that come before it. */
  readonly earlier: readonly number[]
}

class PlanReader {
  readonly fetches: Ordered[] = []

  /** Adds the fetches beneath a node. @returns what has to be over before the node counts as done */
  visit(node: PlanNode, path: StepPath, earlier: readonly number[]): number[] {
    switch (node.kind) {
      case 'Sequence': {
        let done = [...earlier]
        for (const child of node.nodes) done = [...new Set([...done, ...this.visit(child, path, done)])]
        return done
      }
      case 'Parallel':
        return node.nodes.flatMap((child) => this.visit(child, path, earlier))
      case 'Flatten':
        return this.visit(node.node, [...path, ...node.path.map(String)], earlier)
      case 'Fetch':
        return [...earlier, this.fetches.push({ fetch: plannedFetch(node, path), earlier }) - 1]
      default:
        // Conditions are decided before planning, and @defer is not offered to the planner.
        throw new Error(`unexpected plan node ${node.kind}`)
    }
  }
}

/** A step with where its fetch stands in the plan; undefined for one with inputs, which may come from anywhere. */
interface PlacedInPlan {
  readonly step: FetchStep
  readonly access: Access
  readonly position: number
  readonly earlier: readonly number[] | undefined
}

function needsOf({ step, access, earlier }: PlacedInPlan, all: readonly PlacedInPlan[]): number[] {
  const before = all.filter(
    (other) => other.step !== step && (earlier === undefined || earlier.includes(other.position)),
  )
  // Mutations wait for everything before them; what else waits, waits for what it reads and for nothing more.
  const waited =
    step.operation === 'mutation'
      ? before
      : before.filter((other) => [...other.access.writes].some((path) => access.reads.has(path)))
  return waited.map((other) => other.step.index)
}

/**
 * The fetches of a plan with what each has to wait for, found from the data they read and write.
 * @param divided puts in the place of each of the planner's fetches those that shall be made
 */
export function fetchSteps(
  { node }: QueryPlan,
  divided: (fetches: readonly PlannedFetch[]) => readonly (readonly PlannedFetch[])[],
): FetchStep[] {
  const reader = new PlanReader()
  if (node?.kind === 'Subscription') throw new Error('subscriptions are not planned')
  if (node !== undefined) reader.visit(node, [], [])
  const fetches = divided(reader.fetches.map(({ fetch }) => fetch)).flatMap((parts, position) =>
    parts.map((fetch) => ({ fetch, position, earlier: reader.fetches[position]?.earlier })),
  )
  const placed = fetches.map(({ fetch, position, earlier }, index): PlacedInPlan => {
    const step = fetchStep(fetch, index)
    const access = { reads: readsOf(step), writes: writesOf(step) }
    return { step, access, position, earlier: fetch.inputs === '' ? earlier : undefined }
  })
  return placed.map((part) => ({ ...part.step, needs: needsOf(part, placed) }))
}
