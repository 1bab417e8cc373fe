import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner'
import { type DocumentNode, parse } from 'graphql'
import { isGivenUp } from './givenUp.ts'
import { narrowedSupergraph } from './narrowedSupergraph.ts'
import { plannedSupergraph } from './plannedSupergraph.ts'

/**
 * Where entities are shared by many divisions the ways to a deep field multiply at every level. Beyond these limits
 * planning would take the process's time and memory and is given up.
 */
const LIMITS = { pathsLimit: 3_000, maxEvaluatedPlans: 1_000 }

/** Makes the plan of a canonical operation, given as text. @throws Error when there is no way to a field, or too many */
export type PlanQuery = (canonical: string) => QueryPlan

function planOver(document: DocumentNode): PlanQuery {
  // What the planner sees would not pass validation: a required field is external without being used.
  const supergraph = Supergraph.build(document, { validateSupergraph: false })
  const planner = new QueryPlanner(supergraph, {
    generateQueryFragments: false,
    exposeDocumentNodeInFetchNode: true,
    debug: LIMITS,
  })
  const schema = supergraph.apiSchema()
  return (canonical) =>
    planner.buildQueryPlan(operationFromDocument(schema, parse(canonical, { noLocation: true }), { validate: false }))
}

/**
 * Readies the planner for a supergraph. An operation with too many ways is planned once more, over fewer.
 * @throws Error when the text is no supergraph
 */
export function planQuery(sdl: string): PlanQuery {
  const document = plannedSupergraph(parse(sdl, { noLocation: true }))
  const plan = planOver(document)
  let planNarrowly: PlanQuery | undefined
  return (canonical) => {
    try {
      return plan(canonical)
    } catch (error) {
      if (!(error instanceof Error && isGivenUp(error))) throw error
      planNarrowly ??= planOver(narrowedSupergraph(document))
      try {
        return planNarrowly(canonical)
      } catch {
        throw error
      }
    }
  }
}
