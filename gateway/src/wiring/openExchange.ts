import type { Logger } from 'pino'
import type { Identify } from '../access/identity/identify.ts'
import type { GatewayEnvironment } from '../environment.ts'
import type { FeedReader } from '../exchange/feed/feedReader.ts'
import { feedRoute } from '../exchange/feed/feedRoute.ts'
import type { Route } from '../http/hubRoutes.ts'
import type { RequestGuards } from '../limits/requestGuards.ts'
import type { HubExecution } from './openExecution.ts'

export interface ExchangeSources {
  readonly execution: HubExecution
  readonly identify: Identify
  readonly guards: RequestGuards
  readonly logger: Logger
}

/** What tells others of changes. */
export interface HubExchange {
  readonly feed: FeedReader
  /** What is asked for changes, by path. */
  readonly routes: ReadonlyMap<string, Route>
  /** Ends what waits for changes; whatever has begun to read goes on to its end. */
  close(): void
}

/** Opens what tells others of changes; it asks nothing of the divisions until somebody reads. */
export function openExchange(
  { TRUSTED_PROXIES: trustedProxies }: GatewayEnvironment,
  { execution, identify, guards, logger }: ExchangeSources,
): HubExchange {
  const { reader: feed, close } = execution.feed
  const routes = new Map([['/feed', feedRoute({ identify, trustedProxies, feed, cost: guards.cost, logger })]])
  return { feed, routes, close }
}
