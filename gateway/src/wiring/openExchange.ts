import type { Logger } from 'pino'
import type { Identify } from '../access/identity/identify.ts'
import type { GatewayEnvironment } from '../environment.ts'
import type { FeedReader } from '../exchange/feed/feedReader.ts'
import { feedRoute } from '../exchange/feed/feedRoute.ts'
import { PullAgreements } from '../exchange/pull/pullAgreements.ts'
import { PullReader } from '../exchange/pull/pullReader.ts'
import { StreamAudiences } from '../exchange/stream/streamAudiences.ts'
import { StreamPlaces } from '../exchange/stream/streamPlaces.ts'
import { type StreamRoute, streamRoute } from '../exchange/stream/streamRoute.ts'
import type { Route } from '../http/hubRoutes.ts'
import type { RequestGuards } from '../limits/requestGuards.ts'
import type { HubExecution } from './openExecution.ts'
import type { HubStores } from './openStores.ts'

export interface ExchangeSources {
  readonly execution: HubExecution
  readonly identify: Identify
  readonly guards: RequestGuards
  readonly stores: Pick<HubStores, 'exchange'>
  readonly logger: Logger
}

/** What tells others of changes. */
export interface HubExchange {
  readonly feed: FeedReader
  /** What is asked for changes, by path. */
  readonly routes: ReadonlyMap<string, Route>
  /** Ends streams and what waits for changes; whatever has begun to read goes on to its end. */
  close(): void
}

/** Of a hub without a database. */
const withoutAgreements = new PullAgreements({ agreements: { pulledBy: async () => [] }, ledger: undefined })

/** Opens what tells others of changes; it asks nothing of the divisions until somebody reads. */
export function openExchange(environment: GatewayEnvironment, sources: ExchangeSources): HubExchange {
  const { execution, identify, guards, stores, logger } = sources
  const { TRUSTED_PROXIES: trustedProxies } = environment
  const { reader: feed, close } = execution.feed
  const streams = openStreams(environment, sources)
  const agreements = stores.exchange?.pulled ?? withoutAgreements
  const pulls = new PullReader({ feed, deliveries: stores.exchange?.deliveries })
  const routes = new Map([
    ['/feed', feedRoute({ identify, trustedProxies, feed, agreements, pulls, cost: guards.cost, logger })],
    ['/graphql/stream', streams.route],
  ])
  return {
    feed,
    routes,
    close: () => {
      // Streams first: one that is still open would take the end of its wait for news.
      streams.close()
      close()
    },
  }
}

function openStreams(
  environment: GatewayEnvironment,
  { execution, identify, guards, stores, logger }: ExchangeSources,
): StreamRoute {
  const { executor, audiences, evidence, feed } = execution
  return streamRoute({
    executor,
    audienceOf: ({ caller }) => audiences.of(caller),
    subscriptions: new StreamAudiences(guards.document),
    guards,
    evidence,
    feed: feed.naming,
    agreements: stores.exchange?.pulled ?? withoutAgreements,
    logger,
    identify,
    trustedProxies: environment.TRUSTED_PROXIES,
    bodyLimitBytes: environment.BODY_LIMIT_BYTES,
    heartbeatMillis: environment.STREAM_HEARTBEAT_MS,
    places: new StreamPlaces({ all: environment.STREAM_LIMIT, each: environment.STREAM_CALLER_LIMIT }),
  })
}
