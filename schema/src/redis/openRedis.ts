import { RedisConnection } from './redisConnection.ts'

/** The part of a logger that tells of outages. */
interface OutageLogger {
  warn(details: object, message: string): void
  info(message: string): void
}

/** The Redis that is set, with its outages logged; undefined where none is. */
export function openRedis(url: string | undefined, logger: OutageLogger): RedisConnection | undefined {
  if (url === undefined) return undefined
  return new RedisConnection(url, {
    lost: (err) => logger.warn({ err }, 'Redis is out: limits hold for this process alone'),
    found: () => logger.info('Redis answers: limits are shared'),
  })
}
