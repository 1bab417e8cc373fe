import { type Operation, operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner'
import { buildASTSchema, type DocumentNode, type GraphQLSchema, isObjectType, parse } from 'graphql'
import { plannedSupergraph } from './plannedSupergraph.ts'
import { Requirements } from './requirements.ts'

/**
 * Where entities are shared by many divisions the ways to a deep field multiply at every level. Beyond these limits
 * planning would take the process's time and memory and is given up.
 */
const LIMITS = { pathsLimit: 3_000, maxEvaluatedPlans: 1_000 }

/** Makes query plans over one supergraph. */
export interface SupergraphPlanner {
  /** What the planner does not see to. */
  readonly requirements: Requirements
  /** The whole supergraph, inaccessible parts included: what `__typename`s of divisions are read by. */
  readonly schema: GraphQLSchema
  /** Names of its object types. */
  readonly objectTypes: ReadonlySet<unknown>
  /** Whether any type has a field of this name. */
  readonly isField: (name: string) => boolean
  /** @throws Error when there is no way to a field, or too many */
  readonly plan: (canonical: DocumentNode) => QueryPlan
}

/** @throws Error when the text is no supergraph */
export function supergraphPlanner(sdl: string): SupergraphPlanner {
  const document = parse(sdl, { noLocation: true })
  // What the planner sees would not pass validation: a required field is external without being used.
  const planned = Supergraph.build(plannedSupergraph(document), { validateSupergraph: false })
  const planner = new QueryPlanner(planned, {
    generateQueryFragments: false,
    exposeDocumentNodeInFetchNode: true,
    debug: LIMITS,
  })
  const apiSchema = planned.apiSchema()
  const operation = (canonical: DocumentNode): Operation =>
    operationFromDocument(apiSchema, canonical, { validate: false })
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
  const types = Object.values(schema.getTypeMap())
  const fieldNames = new Set(types.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : [])))
  return {
    requirements: new Requirements(document),
    schema,
    objectTypes: new Set(types.filter(isObjectType).map(({ name }) => name)),
    isField: (name) => fieldNames.has(name),
    plan: (canonical) => planner.buildQueryPlan(operation(canonical)),
  }
}
