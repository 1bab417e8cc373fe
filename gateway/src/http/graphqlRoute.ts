import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { type ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server'
import { Cancellation } from '../execution/divisions/cancellation.ts'
import { type HubContext, hubContext } from '../server/hubContext.ts'
import type { Route } from './hubRoutes.ts'
import { readJsonBody } from './readJsonBody.ts'

function headerMap(headers: IncomingHttpHeaders): HeaderMap {
  const map = new HeaderMap()
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) map.set(name, typeof value === 'string' ? value : value.join(', '))
  }
  return map
}

async function send(response: ServerResponse, { status = 200, headers, body }: HTTPGraphQLResponse): Promise<void> {
  for (const [name, value] of headers) response.setHeader(name, value)
  response.statusCode = status
  if (body.kind === 'complete') {
    response.end(body.string)
    return
  }
  for await (const chunk of body.asyncIterator) response.write(chunk)
  response.end()
}

/** `/graphql`: GET and POST as GraphQL over HTTP has them, handed to Apollo Server without a framework in between. */
export function graphqlRoute(server: ApolloServer<HubContext>, bodyLimitBytes: number): Route {
  return async (request, response) => {
    const { method = 'GET', url = '/', headers } = request
    const cancellation = new Cancellation()
    const context = { ...hubContext(headers), cancellation }
    response.on('close', () => cancellation.cancel())
    response.setHeader('x-request-id', context.requestId)
    const searchAt = url.indexOf('?')
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method,
        headers: headerMap(headers),
        search: searchAt < 0 ? '' : url.slice(searchAt),
        body: method === 'POST' ? await readJsonBody(request, bodyLimitBytes) : undefined,
      },
      context: async () => context,
    })
    await send(response, answer)
  }
}
