import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { hashedName, sharedLimiter } from '../../limits/sharedLimiter.ts'

/** How long one has to wait after so many failures, in milliseconds. */
type PauseMillis = (failures: number) => number

/** Failures and pauses that several hubs keep together; of whoever is watched a hash alone. While Redis is out it knows nothing. */
export class SharedPauses {
  private readonly failures: RateLimiterAbstract
  private readonly pauses: RateLimiterAbstract

  constructor(redis: Pick<RedisConnection, 'client'>) {
    this.failures = sharedLimiter(redis, 'hub:failures')
    this.pauses = sharedLimiter(redis, 'hub:pause')
  }

  /** The longest that one of them has to wait, in milliseconds. */
  async wait(names: readonly string[]): Promise<number> {
    const known = await Promise.all(names.map((name) => this.pauses.get(hashedName(name)).catch(() => null)))
    return Math.max(0, ...known.map((pause) => pause?.msBeforeNext ?? 0))
  }

  /** Counts a failure of each, and makes them wait as long as their failures are worth. */
  async failed(names: readonly string[], pauseMillis: PauseMillis, forgottenMillis: number): Promise<void> {
    const seconds = forgottenMillis / 1_000
    const counted = names.map((name) => this.failedOnce(hashedName(name), pauseMillis, seconds))
    await Promise.all(counted).catch(() => undefined)
  }

  private async failedOnce(key: string, pauseMillis: PauseMillis, seconds: number): Promise<void> {
    const { consumedPoints } = await this.failures.penalty(key, 1, { customDuration: seconds })
    // What is counted is kept from the last failure on, not from the first.
    await this.failures.set(key, consumedPoints, seconds)
    const pause = pauseMillis(consumedPoints)
    if (pause > 0) await this.pauses.block(key, Math.ceil(pause / 1_000))
  }
}
