import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import { guardedSchema, type SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { Logger } from 'pino'
import type { DivisionContext } from './divisionContext.ts'
import { documentStore } from './documentStore.ts'
import { formatError } from './formatError.ts'
import { logFailures } from './logFailures.ts'

/** What of a division its GraphQL server is made of. */
export interface GraphqlDivision {
  name: DivisionName
  /** The division's own `schema.graphql`. */
  schemaFile: URL
  resolvers: SubgraphResolvers
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
  const schema = guardedSchema(name, divisionSdl(schemaFile), resolvers)
  return new ApolloServer<DivisionContext>({
    schema,
    formatError,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger,
    documentStore: documentStore(),
    // What the hub is told of an error is its code and path: places in a text that it has made itself are read by nobody.
    parseOptions: { noLocation: true },
    // The hub sends whole texts.
    persistedQueries: false,
    plugins: [ApolloServerPluginInlineTraceDisabled(), logFailures(logger)],
  })
}
