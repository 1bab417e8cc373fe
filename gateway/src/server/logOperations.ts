import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { HubContext } from './hubContext.ts'

/** What the log keeps of an error: where it comes from and what caused it, which the client is not told. */
function logged({ extensions, path, originalError, message }: GraphQLError) {
  return {
    code: extensions.code,
    division: extensions.serviceName ?? extensions.division,
    path: path?.join('.'),
    cause: originalError?.message ?? message,
  }
}

/** One line in the log for each operation: who asked, which operation, how long it took, what failed; never a variable. */
export function logOperations(logger: Logger): ApolloServerPlugin<HubContext> {
  return {
    requestDidStart: async () => {
      const start = performance.now()
      return {
        willSendResponse: async ({ contextValue, operationName, operation, errors }) => {
          const millis = Math.round((performance.now() - start) * 10) / 10
          const line = { ...contextValue, operation: operationName, kind: operation?.operation, millis }
          if (errors === undefined) logger.info(line, 'operation')
          else logger.warn({ ...line, errors: errors.map(logged) }, 'operation with errors')
        },
      }
    },
  }
}
