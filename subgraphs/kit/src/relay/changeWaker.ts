import type { mongo } from 'mongoose'

const REOPEN_MS = 5_000

/** As much of a collection as is needed here, whatever its documents are. */
export interface WatchedCollection {
  watch: (pipeline: mongo.Document[]) => unknown
}

/**
 * Says when something has happened to a collection. It is a hint and no more: a stream that breaks is opened again, and
 * what was written meanwhile is found by the clock.
 */
export class ChangeWaker {
  private stream: mongo.ChangeStream | undefined
  private reopening: NodeJS.Timeout | undefined
  private isAwake = false
  private wakeUp: (() => void) | undefined
  private closed = false

  constructor(
    private readonly collection: WatchedCollection,
    private readonly operationType: 'insert' | 'update',
  ) {
    this.open()
  }

  /** Resolves at the next change, at once when there was one since the last call, or after `millis`. */
  async wait(millis: number): Promise<void> {
    if (!this.isAwake && !this.closed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, millis)
        this.wakeUp = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.wakeUp = undefined
    this.isAwake = false
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.reopening)
    this.wake()
    await this.stream?.close().catch(() => undefined)
  }

  private wake(): void {
    this.isAwake = true
    this.wakeUp?.()
  }

  private open(): void {
    if (this.closed) return
    const { operationType } = this
    const stream = this.collection.watch([
      { $match: { operationType } },
      { $project: { _id: 1 } },
    ]) as mongo.ChangeStream
    this.stream = stream
    stream.on('change', () => this.wake())
    stream.on('error', () => {
      // The driver's own resumption is not relied on (mongodb.md, rule 10).
      void stream.close().catch(() => undefined)
      clearTimeout(this.reopening)
      this.reopening = setTimeout(() => this.open(), REOPEN_MS).unref()
    })
  }
}
