import { createHash } from 'node:crypto'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import { REDIS_MILLIS } from '@hub/schema/redis/redisMillis'
import {
  type RateLimiterAbstract,
  type RateLimiterMemory,
  RateLimiterRedis,
  RLWrapperTimeouts,
} from 'rate-limiter-flexible'

/**
 * A limiter that several hubs count with.
 * @param own counts in its place while Redis is out or does not answer in time; without it the limiter fails then
 */
export function sharedLimiter(
  { client }: Pick<RedisConnection, 'client'>,
  keyPrefix: string,
  own?: RateLimiterMemory,
): RateLimiterAbstract {
  const limiter = new RateLimiterRedis({
    storeClient: client,
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
    keyPrefix,
    points: own?.points ?? 1,
    duration: own?.duration ?? 1,
  })
  // Insured on the outside alone: what is late would count twice.
  return new RLWrapperTimeouts({ limiter, timeoutMs: REDIS_MILLIS, ...(own && { insuranceLimiter: own }) })
}

/** By what a limiter knows somebody: Redis is told no names and no addresses. */
export function hashedName(name: string): string {
  return createHash('sha256').update(name).digest('base64url')
}
