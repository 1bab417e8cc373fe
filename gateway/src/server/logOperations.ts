import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { HubContext } from './hubContext.ts'

/** Our own failures. What is said of faulty requests repeats their values, so of those the log keeps the code only. */
const FAILURES = /^(?:HUB_|INTERNAL_SERVER_ERROR$)/

/** What the log keeps of an error: where it comes from, and of our own failures the cause that the client is not told. */
function logged(error: GraphQLError) {
  const { extensions, path } = error
  const { code = 'INTERNAL_SERVER_ERROR', division } = extensions
  const cause = FAILURES.test(String(code)) ? { cause: rootCause(error).message } : {}
  return { code, division, path: path?.join('.'), ...cause }
}

function rootCause(error: Error): Error {
  const inner = error instanceof GraphQLError ? error.originalError : undefined
  return inner == null ? error : rootCause(inner)
}

/** One line in the log for each operation: who asked, which operation, how long it took, what failed; never a variable. */
export function logOperations(logger: Logger): ApolloServerPlugin<HubContext> {
  return {
    requestDidStart: async () => {
      const start = performance.now()
      return {
        willSendResponse: async ({ contextValue, operationName, operation, errors }) => {
          const millis = Math.round((performance.now() - start) * 10) / 10
          const { requestId, client } = contextValue
          const line = { requestId, client, operation: operationName, kind: operation?.operation, millis }
          if (errors === undefined) logger.info(line, 'operation')
          else logger.warn({ ...line, errors: errors.map(logged) }, 'operation with errors')
        },
      }
    },
  }
}
