import type { FetchDataRewrite, FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import { Kind, print, type SelectionSetNode, stripIgnoredCharacters } from 'graphql'
import type { StepPath } from './stepPath.ts'

/** A fetch of the planner, opened up: where it goes, what it asks for, and how its objects are named to the division. */
export interface PlannedFetch {
  readonly division: string
  readonly operation: 'query' | 'mutation'
  readonly path: StepPath
  readonly requires: readonly QueryPlanSelectionNode[] | undefined
  readonly inputRewrites: readonly FetchDataRewrite[]
  readonly outputRewrites: readonly FetchDataRewrite[]
  /** At the root: root fields. By representation: what is asked of each entity. */
  readonly selection: SelectionSetNode
  /** The client's variables that may be used: name -> definition as GraphQL text. */
  readonly variables: ReadonlyMap<string, string>
  /** What of other divisions is sent along for fields that require it, as GraphQL text; empty when nothing is. */
  readonly inputs: string
}

/** @throws Error when the planner has made something that it was not asked for */
export function plannedFetch(node: FetchNode, path: StepPath): PlannedFetch {
  const [definition] = node.operationDocumentNode?.definitions ?? []
  if (definition?.kind !== Kind.OPERATION_DEFINITION || node.operationKind === 'subscription')
    throw new Error(`unexpected fetch from ${node.serviceName}`)
  const variables = new Map<string, string>()
  for (const { variable, ...rest } of definition.variableDefinitions ?? [])
    if (node.requires === undefined || variable.name.value !== 'representations')
      variables.set(variable.name.value, stripIgnoredCharacters(print({ variable, ...rest })))
  const [entities] = definition.selectionSet.selections
  const byRepresentation = node.requires !== undefined && entities?.kind === Kind.FIELD
  return {
    division: node.serviceName,
    operation: node.operationKind,
    path,
    requires: node.requires,
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
    selection: (byRepresentation ? entities.selectionSet : undefined) ?? definition.selectionSet,
    variables,
    inputs: '',
  }
}
