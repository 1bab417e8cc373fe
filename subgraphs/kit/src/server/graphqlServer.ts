import { ApolloServer } from '@apollo/server'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { scalarResolvers } from '@hub/schema/scalars/scalarResolvers'
import { parse } from 'graphql'
import type { DivisionContext } from './divisionContext.ts'
import { formatError } from './formatError.ts'

/** Resolvers by type and field, as a division writes them. */
export type DivisionResolvers = Record<string, Record<string, unknown>>

/**
 * A division's GraphQL server: the shared contract and the division's own SDL, resolved by its own resolvers.
 * @throws Error when SDL and resolvers do not fit together
 */
export function graphqlServer(schemaFile: URL, resolvers: DivisionResolvers): ApolloServer<DivisionContext> {
  const typeDefs = parse(divisionSdl(schemaFile))
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...scalarResolvers, ...resolvers } as never }])
  return new ApolloServer<DivisionContext>({
    schema,
    formatError,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
  })
}
