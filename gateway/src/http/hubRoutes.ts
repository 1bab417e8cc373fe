import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import type { Logger } from 'pino'
import type { DivisionTls } from '../access/hop/divisionTrust.ts'
import type { DivisionHealth } from '../execution/divisions/divisionClient.ts'
import type { LoadedSupergraph } from '../supergraph/loadSupergraph.ts'
import type { ConsoleFiles } from './consoleFiles.ts'
import { consoleRoute } from './consoleRoute.ts'
import { readiness } from './readiness.ts'
import { sendFailure, sendJson } from './sendJson.ts'

export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface HubParts {
  /** What answers at `/graphql`. */
  readonly graphql: Route
  /** What answers at `/public/graphql`: the public contract, whatever credential is shown. */
  readonly publicGraphql: Route
  readonly supergraph: LoadedSupergraph
  /** How the hub itself fares with each division. */
  readonly health: () => ReadonlyMap<string, DivisionHealth>
  /** What answers at `/metrics`. */
  readonly metrics: Route
  /** For probing divisions at https addresses. */
  readonly tls?: DivisionTls | undefined
  /** Where several hubs count together. */
  readonly redis?: Pick<RedisConnection, 'state'> | undefined
  /** Administrative acts and what is asked for changes, by path. */
  readonly others?: ReadonlyMap<string, Route> | undefined
  readonly console: ConsoleFiles
  readonly logger: Logger
}

/**
 * The hub's HTTP: `/graphql`, `/public/graphql`, `/healthz` (the process lives), `/readyz` (the hub answers, and which divisions do),
 * `/metrics`, everything else the console.
 */
export function hubRoutes(parts: HubParts): RequestListener {
  const { graphql, publicGraphql, metrics, supergraph, health, tls, redis, others = new Map(), console, logger } = parts
  const ready = readiness(supergraph.divisionUrls, { health, tls, redis })
  const consoleFile = consoleRoute(console)
  const routes = new Map<string, Route>([
    ['/graphql', graphql],
    ['/public/graphql', publicGraphql],
    ['/healthz', (_, response) => sendJson(response, 200, { status: 'alive' })],
    ['/readyz', async (_, response) => sendJson(response, 200, await ready())],
    ['/metrics', metrics],
    ...others,
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
