import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { ApolloServer } from '@apollo/server'
import type { Logger } from 'pino'
import type { HubContext } from '../server/hubContext.ts'
import type { LoadedSupergraph } from '../supergraph/loadSupergraph.ts'
import type { ConsoleFiles } from './consoleFiles.ts'
import { consoleRoute } from './consoleRoute.ts'
import { graphqlRoute } from './graphqlRoute.ts'
import { readiness } from './readiness.ts'
import { sendFailure, sendJson } from './sendJson.ts'

export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface HubParts {
  /** Started. */
  readonly server: ApolloServer<HubContext>
  readonly supergraph: LoadedSupergraph
  readonly console: ConsoleFiles
  readonly logger: Logger
  readonly environment: { readonly BODY_LIMIT_BYTES: number }
}

/**
 * The hub's HTTP: `/graphql`, `/healthz` (the process lives), `/readyz` (the hub answers, and which divisions do),
 * everything else the console.
 */
export function hubRoutes({ server, supergraph, console, logger, environment }: HubParts): RequestListener {
  const ready = readiness(supergraph.divisionUrls)
  const consoleFile = consoleRoute(console)
  const routes = new Map<string, Route>([
    ['/graphql', graphqlRoute(server, environment.BODY_LIMIT_BYTES)],
    ['/healthz', (_, response) => sendJson(response, 200, { status: 'alive' })],
    ['/readyz', async (_, response) => sendJson(response, 200, await ready())],
  ])
  return async (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?', 1)
    response.setHeader('x-content-type-options', 'nosniff')
    try {
      await (routes.get(path) ?? consoleFile)(request, response)
    } catch (error) {
      sendFailure(response, error, logger)
    }
  }
}
