import type { FeedEvent, FeedPage } from '../feed/feedEvent.ts'

/** Not looked again within this time: attempts may follow each other closely. */
const FRESH_MILLIS = 1_000

/**
 * Which of some records later changes have closed, or taken out of the agreement: content that has waited for a partner
 * must not go out when it has been withdrawn meanwhile. It reads on from where it has come, and keeps nothing but what it was asked about.
 */
export class ClosedAhead {
  private readonly closed = new Set<string>()
  private lookedAt = 0
  private looking: Promise<ReadonlySet<string>> | undefined

  constructor(
    private readonly read: (after: string | null) => Promise<FeedPage>,
    private readonly isOpen: (event: FeedEvent) => boolean,
    private after: string | null,
    private readonly records: ReadonlySet<string>,
  ) {}

  /** @throws HubError where the feed cannot be read: what is not known to stand does not go out */
  look(): Promise<ReadonlySet<string>> {
    this.looking ??= this.lookOn().finally(() => {
      this.looking = undefined
    })
    return this.looking
  }

  private async lookOn(): Promise<ReadonlySet<string>> {
    if (Date.now() - this.lookedAt < FRESH_MILLIS) return this.closed
    for (let hasMore = true; hasMore; ) {
      const page = await this.read(this.after)
      for (const event of page.events) {
        if (!this.records.has(event.recordId)) continue
        if (this.isOpen(event)) this.closed.delete(event.recordId)
        else this.closed.add(event.recordId)
      }
      this.after = page.next
      hasMore = page.hasMore
    }
    this.lookedAt = Date.now()
    return this.closed
  }
}
