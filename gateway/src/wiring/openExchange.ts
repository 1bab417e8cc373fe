import type { FeedReader } from '../exchange/feed/feedReader.ts'
import type { HubExecution } from './openExecution.ts'

export interface ExchangeSources {
  readonly execution: HubExecution
}

/** What tells others of changes. */
export interface HubExchange {
  readonly feed: FeedReader
  /** Ends what waits for changes; whatever has begun to read goes on to its end. */
  close(): void
}

/** Opens what tells others of changes; it asks nothing of the divisions until somebody reads. */
export function openExchange({ execution: { feed } }: ExchangeSources): HubExchange {
  return { feed: feed.reader, close: feed.close }
}
