import { HubError } from '@hub/schema/errors/HubError'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { RequestRefusal } from '../request/requestRefusal.ts'

/** What every caller may spend in a while. */
export class CallerBudget {
  private readonly limiter: RateLimiterMemory

  /** @param points what each has for every stretch of time, in objects read */
  constructor(
    readonly points: number,
    seconds = 60,
  ) {
    this.limiter = new RateLimiterMemory({ points, duration: seconds })
  }

  /**
   * Takes a cost from a caller's budget.
   * @returns what is left
   * @throws RequestRefusal HUB_BUDGET_EXHAUSTED, with status 429 and Retry-After
   */
  async spend(caller: string, cost: number): Promise<number> {
    try {
      return (await this.limiter.consume(caller, Math.max(1, Math.ceil(cost)))).remainingPoints
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
      const details = { retryAfterSeconds, budget: this.points }
      const headers = { 'retry-after': String(retryAfterSeconds) }
      throw new RequestRefusal([new HubError('HUB_BUDGET_EXHAUSTED', undefined, { details })], { status: 429, headers })
    }
  }
}
