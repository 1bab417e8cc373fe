import { createClient } from '@redis/client'
import { REDIS_MILLIS } from './redisMillis.ts'

const CONNECT_MILLIS = 2_000
/** A Redis that answers nothing for so long is taken to be out, also when nobody asks. */
const SILENCE_MILLIS = 2_000
const FIRST_RETRY_MILLIS = 50
const LONGEST_RETRY_MILLIS = 2_000

export type RedisState = 'up' | 'out'

export interface RedisObserver {
  /** It is out, once for every outage. */
  lost(error: unknown): void
  /** It answers, for the first time or again. */
  found(): void
}

/**
 * A connection to what several processes count in together. It is made in the background and made again for as long as it
 * takes: while it is out every command is refused at once, so that its users do with what they know themselves.
 */
export class RedisConnection {
  readonly client
  private isTold = false

  constructor(url: string, observer: RedisObserver) {
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      pingInterval: SILENCE_MILLIS / 2,
      socket: {
        connectTimeout: CONNECT_MILLIS,
        socketTimeout: SILENCE_MILLIS,
        reconnectStrategy: (tries) => Math.min(FIRST_RETRY_MILLIS * 2 ** tries, LONGEST_RETRY_MILLIS),
      },
    })
    this.client.on('error', (error: unknown) => {
      if (!this.isTold) observer.lost(error)
      this.isTold = true
    })
    this.client.on('ready', () => {
      this.isTold = false
      observer.found()
    })
    this.client.connect().catch(() => undefined)
  }

  get state(): RedisState {
    return this.client.isReady ? 'up' : 'out'
  }

  /** @throws Error when an answer does not come in time: the client itself gives up only what it has not sent yet */
  async inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('Redis did not answer in time')), REDIS_MILLIS)
    })
    try {
      return await Promise.race([asked, late])
    } finally {
      clearTimeout(timer)
    }
  }

  close(): void {
    if (this.client.isOpen) this.client.destroy()
  }
}
