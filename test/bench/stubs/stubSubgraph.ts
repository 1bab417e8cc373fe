import { buildSubgraphSchema } from '@apollo/subgraph'
import { type ExecutionResult, execute, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql'

type Resolvers = Parameters<typeof buildSubgraphSchema>[0] extends infer Modules
  ? Extract<Modules, readonly unknown[]>[number] extends infer Module
    ? Module extends { resolvers?: infer R }
      ? R
      : never
    : never
  : never

/** A subgraph that is served for the measurement only. */
export interface StubSubgraph {
  readonly name: string
  readonly sdl: string
  readonly resolvers?: Resolvers
  /** For fields without a resolver of their own. */
  readonly fieldResolver?: GraphQLFieldResolver<unknown, unknown>
}

/** Answers the text of a request body with the text of an answer. */
export function answerer({ sdl, resolvers, fieldResolver }: StubSubgraph): (body: string) => Promise<string> {
  const module = { typeDefs: parse(sdl), ...(resolvers ? { resolvers } : {}) }
  const schema: GraphQLSchema = buildSubgraphSchema([module])
  return async (body) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> }
    const result: ExecutionResult = await execute({
      schema,
      document: parse(query),
      variableValues: variables ?? {},
      ...(fieldResolver ? { fieldResolver } : {}),
    })
    return JSON.stringify(result)
  }
}
