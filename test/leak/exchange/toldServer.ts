import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { unauthorised } from '@hub/gateway/access/accessRefused'
import { feedRoute } from '@hub/gateway/exchange/feed/feedRoute'
import { PullReader } from '@hub/gateway/exchange/pull/pullReader'
import { StreamAudiences } from '@hub/gateway/exchange/stream/streamAudiences'
import { StreamPlaces } from '@hub/gateway/exchange/stream/streamPlaces'
import { streamRoute } from '@hub/gateway/exchange/stream/streamRoute'
import { guardSettings } from '@hub/gateway/limits/guardSettings'
import { requestGuards } from '@hub/gateway/limits/requestGuards'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import type { Logger } from 'pino'
import type { LeakCaller } from '../leakCallers.ts'
import type { LeakWorld } from '../leakWorld.ts'

/** `/feed` and `/graphql/stream` of a hub over HTTP, to callers who are known by the names that stand in their token. */
export interface ToldServer {
  readonly origin: string
  close(): Promise<void>
}

/** What a document of all fields of all records needs. */
const WHOLE_RECORDS = {
  QUERY_TOKEN_LIMIT: '100000',
  QUERY_ALIAS_LIMIT: '100000',
  COST_LIMIT: '1000000000',
  COST_BUDGET: '1000000000000',
  OPERATIONS_FOLDER: 'none',
}

export async function toldServer(
  { feed: reader, exchange, streams: { executor, feed, audienceOf, supergraph } }: LeakWorld,
  callers: readonly LeakCaller[],
  logger: Logger,
): Promise<ToldServer> {
  const guards = await requestGuards(defineSettings(guardSettings).read(WHOLE_RECORDS), supergraph)
  const known = new Map(callers.map(({ name, claims }) => [encodeURIComponent(name), claims]))
  const identify = async ({ headers }: IncomingMessage): Promise<{ caller: CallerClaims }> => {
    const caller = known.get(String(headers.authorization).replace('Bearer ', ''))
    if (caller === undefined) throw unauthorised('HUB_API_KEY_INVALID', 'nobody')
    return { caller }
  }
  const agreements = exchange.pulled
  const streams = streamRoute({
    executor,
    feed,
    agreements,
    guards,
    audienceOf: ({ caller }) => audienceOf(caller),
    subscriptions: new StreamAudiences(guards.document),
    evidence: { keep: async () => undefined },
    logger,
    heartbeatMillis: 60_000,
    identify,
    trustedProxies: 0,
    bodyLimitBytes: 1_000_000,
    places: new StreamPlaces({ all: 200, each: 20 }),
  })
  const pulls = new PullReader({ feed: reader, deliveries: exchange.deliveries })
  const answer = feedRoute({ identify, trustedProxies: 0, feed: reader, agreements, pulls, cost: guards.cost, logger })
  const server = createServer((request, response) =>
    (request.url?.startsWith('/feed') ? answer : streams.route)(request, response),
  )
  const origin = await listening(server)
  return { origin, close: () => ended(server, streams.close) }
}

export interface Received {
  /** Everything that was posted, in its order. */
  readonly bodies: string[]
  readonly url: string
  close(): Promise<void>
}

/** A platform behind a government gateway, which takes everything. */
export async function governmentGateway(): Promise<Received> {
  const bodies: string[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    bodies.push(Buffer.concat(chunks).toString('utf8'))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ code: '00', msg: '成功', data: null }))
  })
  const origin = await listening(server)
  return { bodies, url: `${origin}/exchange`, close: () => ended(server) }
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function ended(server: Server, before: () => void = () => undefined): Promise<void> {
  before()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
