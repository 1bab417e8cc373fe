import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { scalarResolvers } from '@hub/schema/scalars/scalarResolvers'
import { parse } from 'graphql'
import type { Logger } from 'pino'
import { disclosureGuard } from '../access/disclosureGuard.ts'
import type { DivisionContext } from './divisionContext.ts'
import { formatError } from './formatError.ts'
import { logFailures } from './logFailures.ts'

/** Resolvers by type and field, as a division writes them. */
export type DivisionResolvers = Record<string, Record<string, unknown>>

/** What of a division its GraphQL server is made of. */
export interface GraphqlDivision {
  name: DivisionName
  /** The division's own `schema.graphql`. */
  schemaFile: URL
  resolvers: DivisionResolvers
}

/**
 * A division's GraphQL server: the shared contract and the division's own SDL, resolved by its own resolvers, and guarded
 * by the levels that the SDL gives.
 * @throws Error when SDL and resolvers do not fit together
 */
export function graphqlServer(
  { name, schemaFile, resolvers }: GraphqlDivision,
  logger: Logger,
): ApolloServer<DivisionContext> {
  const typeDefs = parse(divisionSdl(schemaFile))
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...scalarResolvers, ...resolvers } as never }])
  disclosureGuard(schema, typeDefs, name)
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
