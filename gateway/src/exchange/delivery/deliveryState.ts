import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { RowOutcome } from '../receipts/deliveryReceipt.ts'
import type { EndedEvent } from './pageSender.ts'

/** How deliveries by one agreement fare in this process; what `/metrics` and the graph show. */
export class DeliveryState {
  /** Whether this hub delivers by the agreement. */
  isMine = false
  /** Events of the page under way that are not settled. */
  inFlight = 0
  lastFailure: string | undefined
  readonly outcomes: Partial<Record<RowOutcome, number>> = {}
  private oldestAt: number | undefined

  /** How long the oldest change under way has waited for its partner, in seconds; 0 where nothing waits. */
  lagSeconds(now: number): number {
    return this.oldestAt === undefined ? 0 : Math.max(0, (now - this.oldestAt) / 1_000)
  }

  begin(events: readonly OutgoingEvent[]): void {
    this.inFlight = events.length
    const times = events.map(({ recordedAt }) => Date.parse(recordedAt))
    this.oldestAt = times.length === 0 ? undefined : Math.min(...times)
  }

  ended(ended: readonly EndedEvent[]): void {
    this.inFlight -= ended.length
    this.lastFailure = undefined
    for (const { outcome } of ended) this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1
  }

  failed(reason: string): void {
    this.lastFailure = reason
  }

  idle(): void {
    this.inFlight = 0
    this.oldestAt = undefined
  }
}
