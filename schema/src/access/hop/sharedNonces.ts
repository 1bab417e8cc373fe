import type { RedisConnection } from '../../redis/redisConnection.ts'
import { HopRefused } from './hopRefused.ts'
import { NONCE_MILLIS, type VerifiedHead } from './hopVerifier.ts'

/** Nonces that the processes of one end remember together: what one has answered, no other does. */
export class SharedNonces {
  constructor(private readonly redis: Pick<RedisConnection, 'client' | 'inTime'>) {}

  /**
   * While Redis is out each process remembers its own.
   * @throws HopRefused when a request has been answered before
   */
  async assertNew({ nonce }: VerifiedHead): Promise<void> {
    const expiration = { type: 'PX', value: NONCE_MILLIS } as const
    const kept = this.redis.client.set(`hub:nonce:${nonce}`, '', { condition: 'NX', expiration })
    if ((await this.redis.inTime(kept).catch(() => 'OK')) === null) throw new HopRefused('replayed')
  }
}
