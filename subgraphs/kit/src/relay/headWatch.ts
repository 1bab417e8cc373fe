import type { DivisionCollections } from '../store/divisionCollections.ts'
import { ChangeWaker } from './changeWaker.ts'
import { type RelayCollections, relayCollections } from './relayCollections.ts'

/** How long a reader waits at most for what the change stream is silent about. */
const POLL_MS = 1_000
/** Each holds a request; whoever comes beyond is answered at once. */
const MOST_WAITING = 16

type Connection = DivisionCollections['connection']

/** Knows the last number given, and when there is another: one look at the database serves all who wait. */
export class HeadWatch {
  private static readonly known = new WeakMap<Connection, HeadWatch>()

  /** The watch of a database, opened at the first question. */
  static of({ connection }: Pick<DivisionCollections, 'connection'>): HeadWatch {
    const known = HeadWatch.known.get(connection) ?? new HeadWatch(relayCollections({ connection }))
    HeadWatch.known.set(connection, known)
    return known
  }

  private readonly waiting = new Set<(head: number) => void>()
  private waker: ChangeWaker | undefined
  private watching: Promise<void> | undefined
  private closed = false

  constructor(private readonly relay: RelayCollections) {}

  /** The last number given; 0 before the first. */
  async head(): Promise<number> {
    return (await this.relay.sequence.findOne({ _id: 'events' }))?.last ?? 0
  }

  /** The last number given as soon as it is beyond `after`, or what it is after `millis`. */
  async beyond(after: number, millis: number): Promise<number> {
    if (millis <= 0 || this.closed || this.waiting.size >= MOST_WAITING) return this.head()
    return new Promise((resolve, reject) => {
      let last = after
      const leave = (): void => {
        clearTimeout(timer)
        this.waiting.delete(told)
      }
      const end = (): void => {
        leave()
        resolve(last)
      }
      const told = (head: number): void => {
        last = Math.max(last, head)
        if (last > after || this.closed) end()
      }
      const timer = setTimeout(end, millis)
      // First told of what comes, then told of what is there: nothing falls between.
      this.waiting.add(told)
      this.waker ??= new ChangeWaker(this.relay.sequence, 'update')
      this.watching ??= this.watch()
      this.head().then(told, (error: unknown) => {
        leave()
        reject(error)
      })
    })
  }

  /** Answers all who wait. */
  async close(): Promise<void> {
    this.closed = true
    for (const told of [...this.waiting]) told(0)
    await this.waker?.close()
    await this.watching
  }

  private async watch(): Promise<void> {
    try {
      while (this.waiting.size > 0 && !this.closed) {
        await this.waker?.wait(POLL_MS)
        const head = await this.head()
        for (const told of [...this.waiting]) told(head)
      }
    } catch {
      // Who waits is answered by his clock, and the next one looks again.
    } finally {
      this.watching = undefined
    }
  }
}
