import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { scalarResolvers } from '@hub/schema/scalars/scalarResolvers'
import { parse } from 'graphql'
import type { Logger } from 'pino'
import type { DivisionContext } from './divisionContext.ts'
import { formatError } from './formatError.ts'
import { logFailures } from './logFailures.ts'

/** Resolvers by type and field, as a division writes them. */
export type DivisionResolvers = Record<string, Record<string, unknown>>

/**
 * A division's GraphQL server: the shared contract and the division's own SDL, resolved by its own resolvers.
 * @throws Error when SDL and resolvers do not fit together
 */
export function graphqlServer(
  schemaFile: URL,
  resolvers: DivisionResolvers,
  logger: Logger,
): ApolloServer<DivisionContext> {
  const typeDefs = parse(divisionSdl(schemaFile))
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...scalarResolvers, ...resolvers } as never }])
  return new ApolloServer<DivisionContext>({
    schema,
    formatError,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger,
    plugins: [ApolloServerPluginInlineTraceDisabled(), logFailures(logger)],
  })
}
