import type { RedisConnection } from './redisConnection.ts'

/** The part of a logger that tells of outages. */
interface OutageLogger {
  warn(details: object, message: string): void
  info(message: string): void
}

/** The Redis that is set, with its outages logged; undefined where none is, and then its client is not even loaded. */
export async function openRedis(url: string | undefined, logger: OutageLogger): Promise<RedisConnection | undefined> {
  if (url === undefined) return undefined
  const { RedisConnection } = await import('./redisConnection.ts')
  return new RedisConnection(url, {
    lost: (err) => logger.warn({ err }, 'Redis is out: limits hold for this process alone'),
    found: () => logger.info('Redis answers: limits are shared'),
  })
}
