import type { PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner'
import { Kind, print, type SelectionSetNode, stripIgnoredCharacters, type VariableNode, visit } from 'graphql'
import { type BroughtField, broughtFields, dueFields, renamedFields } from './broughtField.ts'
import type { FetchStep } from './fetchStep.ts'
import { type PlannedFetch, plannedFetch } from './plannedFetch.ts'

/** What a step reads and writes, as paths of canonical names without list marks. */
interface Access {
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

const fieldPath = (path: readonly string[]): string =>
  path
    .filter((part) => part !== '@')
    .map((part) => `/${part}`)
    .join('')

function writesOf({ path, brings }: FetchStep): Set<string> {
  const writes = new Set<string>()
  const add = (prefix: string, fields: readonly BroughtField[]): void => {
    for (const field of fields) {
      writes.add(`${prefix}/${field.name}`)
      add(`${prefix}/${field.name}`, field.fields)
    }
  }
  add(fieldPath(path), brings)
  return writes
}

function readsOf({ path, requires }: FetchStep): Set<string> {
  const reads = new Set<string>()
  const names = path.filter((part) => part !== '@')
  for (const [index] of names.entries()) reads.add(`/${names.slice(0, index + 1).join('/')}`)
  const add = (prefix: string, selections: readonly QueryPlanSelectionNode[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') add(prefix, selection.selections)
      else {
        reads.add(`${prefix}/${selection.alias ?? selection.name}`)
        add(`${prefix}/${selection.alias ?? selection.name}`, selection.selections ?? [])
      }
    }
  }
  add(fieldPath(path), requires ?? [])
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

/** What is asked of all objects alike; entities are asked by type, so that this is told only where they are of one. */
function askedOfAll({ requires, selection }: PlannedFetch): SelectionSetNode {
  const [only, ...more] = selection.selections
  return requires !== undefined && only?.kind === Kind.INLINE_FRAGMENT && more.length === 0
    ? only.selectionSet
    : selection
}

function fetchStep(fetch: PlannedFetch, index: number): FetchStep {
  const { selection, inputs: _, variables, ...common } = fetch
  const brings = renamedFields(broughtFields(selection), fetch.outputRewrites)
  return {
    ...common,
    index,
    needs: [],
    selection: compact(selection),
    brings,
    due: dueFields(askedOfAll(fetch)),
    variables: usedVariables(selection, variables),
  }
}

const compact = (set: SelectionSetNode): string => stripIgnoredCharacters(print(set))

class StepCollector {
  private readonly steps: FetchStep[] = []
  private readonly access: Access[] = []
  /** Per step: those before it in the plan, and for one with inputs all the others, wherever the inputs come from. */
  private readonly before: (readonly number[] | 'any')[] = []

  constructor(private readonly extract: (fetch: PlannedFetch) => readonly PlannedFetch[]) {}

  /** Adds the fetches beneath a node. @returns what has to be over before the node counts as done */
  visit(node: PlanNode, path: readonly string[], earlier: readonly number[]): number[] {
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
      case 'Fetch': {
        let done = [...earlier]
        for (const fetch of this.extract(plannedFetch(node, path))) done = [...done, this.add(fetch, done)]
        return done
      }
      default:
        // Conditions are decided before planning, and @defer is not offered to the planner.
        throw new Error(`unexpected plan node ${node.kind}`)
    }
  }

  finished(): FetchStep[] {
    return this.steps.map((step) => ({ ...step, needs: this.needsOf(step) }))
  }

  private add(fetch: PlannedFetch, earlier: readonly number[]): number {
    const step = fetchStep(fetch, this.steps.length)
    this.steps.push(step)
    this.access.push({ reads: readsOf(step), writes: writesOf(step) })
    this.before.push(fetch.inputs === '' ? earlier : 'any')
    return step.index
  }

  private needsOf({ index, operation }: FetchStep): number[] {
    const before = this.before[index] ?? []
    // Mutations wait for everything before them; what else waits, waits for what it reads and for nothing more.
    if (operation === 'mutation') return before === 'any' ? [] : [...before]
    const reads = this.access[index]?.reads ?? new Set<string>()
    const candidates = before === 'any' ? this.steps.keys() : before
    return [...candidates].filter(
      (other) => other !== index && [...(this.access[other]?.writes ?? [])].some((path) => reads.has(path)),
    )
  }
}

/**
 * The fetches of a plan with what each has to wait for, found from the data they read and write.
 * @param extract takes fields that require something out of a fetch, into fetches of their own
 */
export function fetchSteps(
  { node }: QueryPlan,
  extract: (fetch: PlannedFetch) => readonly PlannedFetch[],
): FetchStep[] {
  const collector = new StepCollector(extract)
  if (node?.kind === 'Subscription') throw new Error('subscriptions are not planned')
  if (node !== undefined) collector.visit(node, [], [])
  return collector.finished()
}
