import type { ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { DivisionContext } from './divisionContext.ts'

/** Writes what a caller is not told to the division's own log: the real error behind a failed field, never its variables. */
export function logFailures(logger: Logger): ApolloServerPlugin<DivisionContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, operationName }) => {
        for (const error of errors) {
          const original = unwrapResolverError(error)
          if (original instanceof GraphQLError) continue
          logger.error({ err: original, path: error.path, operationName }, 'a field failed')
        }
      },
    }),
  }
}
