import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError } from 'graphql'

/**
 * Refuses a request whose `operationName` the document does not have, or that must name one of several.
 * Apollo Server leaves that to the executor of a gateway, and then takes it for a fault of ours.
 */
export const refuseUnknownOperation: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request: { operationName } }) => {
      if (operation !== undefined) return
      const message = operationName
        ? `文档中没有名为“${operationName}”的操作`
        : '文档含多个操作，须以 operationName 指明其一'
      throw new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } })
    },
  }),
}
