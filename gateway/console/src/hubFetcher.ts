import type { GraphiQLProps } from 'graphiql'

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
    body: JSON.stringify(parameters),
  })
  return response.json()
}
