import type { FeedReader } from '../exchange/feed/feedReader.ts'
import { openFeed } from '../exchange/feed/openFeed.ts'
import type { LoadedSupergraph } from '../supergraph/loadSupergraph.ts'
import type { HubExecution } from './openExecution.ts'

export interface ExchangeSources {
  readonly supergraph: LoadedSupergraph
  readonly execution: HubExecution
}

/** What tells others of changes. */
export interface HubExchange {
  readonly feed: FeedReader
  /** Ends what waits for changes; whatever has begun to read goes on to its end. */
  close(): void
}

/** Opens what tells others of changes; it asks nothing of the divisions until somebody reads. */
export function openExchange({ supergraph, execution }: ExchangeSources): HubExchange {
  const { executor, audiences, evidence } = execution
  const { sdl } = supergraph
  const feed = openFeed({ sdl, executor, evidence, audienceOf: (caller) => audiences.of(caller) })
  return { feed: feed.reader, close: feed.close }
}
