import { setTimeout as delay } from 'node:timers/promises'
import { retryDelay } from '../push/retryDelay.ts'

const POLL_MILLIS = 100

export type DeliveryBreakerState = 'closed' | 'half-open' | 'open'

/**
 * Holds deliveries to one partner back while it fails: after a failure nothing goes out until its delay is over, then one
 * attempt alone, and the others when that has come through.
 */
export class PartnerBreaker {
  private failures = 0
  private until = 0
  private failedAt = 0
  private isProbing = false

  constructor(
    private readonly clock: () => number = Date.now,
    private readonly delayOf: typeof retryDelay = retryDelay,
  ) {}

  get state(): DeliveryBreakerState {
    if (this.failures === 0) return 'closed'
    return this.isProbing ? 'half-open' : 'open'
  }

  /** Waits for leave to make an attempt; false when `goOn` says no before. Whoever has leave says how it went. */
  async admit(goOn: () => boolean): Promise<boolean> {
    while (goOn()) {
      if (this.failures === 0) return true
      if (!this.isProbing && this.clock() >= this.until) {
        this.isProbing = true
        return true
      }
      await delay(Math.min(POLL_MILLIS, Math.max(1, this.until - this.clock())))
    }
    return false
  }

  succeeded(): void {
    this.failures = 0
    this.isProbing = false
  }

  /** @param begunAt when the attempt began: several that were under way together count as one failure */
  failed(begunAt: number, retryAfterMillis?: number): void {
    this.isProbing = false
    const now = this.clock()
    if (this.failures === 0 || begunAt >= this.failedAt) {
      this.failures += 1
      this.failedAt = now
    }
    this.until = Math.max(this.until, now + this.delayOf(this.failures, retryAfterMillis))
  }
}
