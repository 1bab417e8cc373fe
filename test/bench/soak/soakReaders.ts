import { setTimeout as pause } from 'node:timers/promises'
import { EventStream } from '../../setup/eventStream.ts'
import type { SoakHub } from './soakHub.ts'

const QUERY = `subscription { changes(first: 100) { events { id kind recordId recordedAt enterprise { name uscc } } next } }`
const RECONNECT_MILLIS = 20_000

/** Readers of the stream of changes: one that stays, one that comes back again and again, one that does not read for a while. */
export class SoakReaders {
  readonly counts = { opened: 0, messages: 0, ended: 0, refused: 0 }
  private readonly open = new Set<EventStream>()

  constructor(
    private readonly hub: SoakHub,
    private readonly token: string,
  ) {}

  /** @param until this time, in milliseconds of the epoch */
  async read(until: number): Promise<void> {
    const stays = this.repeat(until, () => this.one(until - Date.now(), true))
    const returns = this.repeat(until, () => this.one(RECONNECT_MILLIS, true))
    const idles = this.repeat(until, () => this.one(RECONNECT_MILLIS * 2, false))
    await Promise.all([stays, returns, idles])
  }

  private async repeat(until: number, act: () => Promise<void>): Promise<void> {
    while (Date.now() < until) {
      await act().catch(() => {
        this.counts.refused += 1
      })
      await pause(Math.max(0, Math.min(1_000, until - Date.now())))
    }
    for (const stream of this.open) stream.cut()
  }

  private async one(millis: number, isReading: boolean): Promise<void> {
    const stream = await EventStream.open(this.hub.origin, { token: this.token, query: QUERY }, isReading)
    this.counts.opened += 1
    this.open.add(stream)
    try {
      for (const end = Date.now() + millis; Date.now() < end && !stream.ended; ) {
        if (!isReading) await pause(Math.max(0, end - Date.now()))
        else if ((await stream.next(Math.max(1, end - Date.now())).catch(() => undefined)) !== undefined)
          this.counts.messages += 1
      }
      if (stream.ended) this.counts.ended += 1
    } finally {
      stream.cut()
      this.open.delete(stream)
    }
  }
}
