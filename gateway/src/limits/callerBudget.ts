import { HubError } from '@hub/schema/errors/HubError'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { RequestRefusal } from '../request/requestRefusal.ts'
import { hashedName, sharedLimiter } from './sharedLimiter.ts'

const SECONDS = 60

/** What every caller may spend a minute: at this hub, or at all that share a Redis; while it is out, at each. */
export class CallerBudget {
  private readonly limiter: RateLimiterAbstract

  /** @param points what each has for every minute, in objects read */
  constructor(
    readonly points: number,
    redis?: Pick<RedisConnection, 'client'>,
  ) {
    const own = new RateLimiterMemory({ points, duration: SECONDS })
    this.limiter = redis === undefined ? own : sharedLimiter(redis, 'hub:budget', own)
  }

  /**
   * Takes a cost from a caller's budget.
   * @returns what is left
   * @throws RequestRefusal HUB_BUDGET_EXHAUSTED, with status 429 and Retry-After
   */
  async spend(caller: string, cost: number): Promise<number> {
    try {
      return (await this.limiter.consume(hashedName(caller), Math.max(1, Math.ceil(cost)))).remainingPoints
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
      const details = { retryAfterSeconds, budget: this.points }
      const headers = { 'retry-after': String(retryAfterSeconds) }
      throw new RequestRefusal([new HubError('HUB_BUDGET_EXHAUSTED', undefined, { details })], { status: 429, headers })
    }
  }
}
