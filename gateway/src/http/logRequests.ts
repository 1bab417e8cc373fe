import { randomUUID } from 'node:crypto'
import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import type { Logger } from 'pino'

/** One log line for each operation: id, name, time taken, codes of its errors; no variables, no values. */
export function logRequests(logger: Logger): ApolloServerPlugin<BaseContext> {
  return {
    requestDidStart: async ({ request }) => {
      const start = performance.now()
      const requestId = request.http?.headers.get('x-request-id') ?? randomUUID()
      const client = request.http?.headers.get('apollographql-client-name')
      return {
        willSendResponse: async ({ operationName, errors, response }) => {
          response.http.headers.set('x-request-id', requestId)
          const codes = errors?.map(({ extensions }) => extensions.code)
          logger.info(
            { requestId, client, operationName, millis: Math.round(performance.now() - start), codes },
            'operation',
          )
        },
      }
    },
  }
}
