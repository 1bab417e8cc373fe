import type { QueryPlan } from '@apollo/query-planner'
import { buildASTSchema, type GraphQLSchema, isObjectType, parse } from 'graphql'
import { Requirements } from './requirements.ts'

/** What is needed to plan operations over one supergraph. */
export interface SupergraphPlanner {
  /** What the planner does not see to. */
  readonly requirements: Requirements
  /** The whole supergraph, inaccessible parts included: what `__typename`s of divisions are read by. */
  readonly schema: GraphQLSchema
  /** Names of its object types. */
  readonly objectTypes: ReadonlySet<unknown>
  /** Whether any type has a field of this name. */
  readonly isField: (name: string) => boolean
  /** Plans a canonical operation. @throws Error when there is no way to a field, or too many */
  readonly plan: (canonical: string) => QueryPlan | Promise<QueryPlan>
}

/**
 * @param plan who plans. It is not brought in here: where a thread of its own plans, this one is spared loading the planner.
 * @throws Error when the text is no supergraph
 */
export function supergraphPlanner(sdl: string, plan: SupergraphPlanner['plan']): SupergraphPlanner {
  const document = parse(sdl, { noLocation: true })
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
  const types = Object.values(schema.getTypeMap())
  const fieldNames = new Set(types.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : [])))
  return {
    requirements: new Requirements(document),
    schema,
    objectTypes: new Set(types.filter(isObjectType).map(({ name }) => name)),
    isField: (name) => fieldNames.has(name),
    plan,
  }
}
