import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner'
import { type BroughtField, renamedFields } from './broughtField.ts'
import type { CurriedSupergraph } from './curryRequires.ts'
import { fetchDocument } from './fetchDocument.ts'
import type { FetchStep } from './fetchStep.ts'
import { splitConflicts } from './splitConflicts.ts'

/** What a step reads and writes, as paths of canonical names without list marks. */
interface Access {
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

function writesOf(step: FetchStep): Set<string> {
  const writes = new Set<string>()
  const add = (prefix: string, fields: readonly BroughtField[]): void => {
    for (const field of fields) {
      writes.add(`${prefix}/${field.name}`)
      add(`${prefix}/${field.name}`, field.fields)
    }
  }
  add(fieldPath(step.path), step.brings)
  return writes
}

function readsOf(step: FetchStep): Set<string> {
  const reads = new Set<string>()
  const names = step.path.filter((part) => part !== '@')
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
  add(fieldPath(step.path), step.requires ?? [])
  return reads
}

function fieldPath(path: readonly string[]): string {
  return path
    .filter((part) => part !== '@')
    .map((part) => `/${part}`)
    .join('')
}

class StepCollector {
  readonly steps: FetchStep[] = []
  private readonly access: Access[] = []

  constructor(private readonly curried: CurriedSupergraph) {}

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
      case 'Fetch':
        return [...earlier, ...splitConflicts(node, this.curried).map((part) => this.add(part, path, earlier))]
      default:
        // Conditions are decided before planning, and @defer is not offered to the planner.
        throw new Error(`unexpected plan node ${node.kind}`)
    }
  }

  private add(node: FetchNode, path: readonly string[], earlier: readonly number[]): number {
    if (node.operationDocumentNode === undefined || node.operationKind === 'subscription')
      throw new Error(`unexpected fetch from ${node.serviceName}`)
    const index = this.steps.length
    const document = fetchDocument(node.operationDocumentNode, node.requires !== undefined, this.curried.fields)
    const step: FetchStep = {
      index,
      division: node.serviceName,
      operation: node.operationKind,
      path,
      requires: node.requires,
      inputRewrites: node.inputRewrites ?? [],
      outputRewrites: node.outputRewrites ?? [],
      needs: [],
      ...document,
      brings: renamedFields(document.brings, node.outputRewrites ?? []),
    }
    const access = { reads: readsOf(step), writes: writesOf(step) }
    const reads = (other: number): boolean =>
      [...(this.access[other]?.writes ?? [])].some((path) => access.reads.has(path))
    // Mutations wait for everything before them; what else waits, waits for what it reads and for nothing more.
    const needs = node.operationKind === 'mutation' ? earlier : earlier.filter(reads)
    this.steps.push({ ...step, needs })
    this.access.push(access)
    return index
  }
}

/** The fetches of a plan with what each has to wait for, found from the data they read and write. */
export function fetchSteps({ node }: QueryPlan, curried: CurriedSupergraph): FetchStep[] {
  const collector = new StepCollector(curried)
  if (node?.kind === 'Subscription') throw new Error('subscriptions are not planned')
  if (node !== undefined) collector.visit(node, [], [])
  return collector.steps
}
