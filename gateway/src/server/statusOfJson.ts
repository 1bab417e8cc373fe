import type { ApolloServerPlugin } from '@apollo/server'

/** Faults of a request that was read and answered: a GraphQL answer like any other. */
const ANSWERED_FAULTS = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'])

/**
 * Answers of media type `application/json` have status 200 also where the document or its variables are at fault; only
 * `application/graphql-response+json` lets a status speak of them (GraphQL over HTTP, section 6.4).
 */
export const statusOfJson: ApolloServerPlugin = {
  requestDidStart: async ({ request }) => ({
    willSendResponse: async ({ errors = [], response }) => {
      if (request.http?.headers.get('accept')?.includes('application/graphql-response+json')) return
      const isAnswer = errors.some(({ extensions }) => ANSWERED_FAULTS.has(String(extensions.code)))
      if (isAnswer) response.http.status = 200
    },
  }),
}
