import type { GraphiQLProps } from 'graphiql'
import { currentOperation } from './currentOperation.ts'

/** Sends an operation to the hub that served this page. */
export const hubFetcher: GraphiQLProps['fetcher'] = async (parameters, options) => {
  const response = await fetch('./graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      'graphql-client-name': 'console',
      ...options?.headers,
    },
    body: JSON.stringify(currentOperation(parameters)),
  })
  return response.json()
}
