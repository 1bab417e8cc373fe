import type { mongo } from 'mongoose'
import type { DivisionCollections } from '../store/divisionCollections.ts'

const REOPEN_MS = 5_000

/**
 * Says when events have been written to the outbox. It is a hint and no more: a stream that breaks is opened again, and
 * what was written meanwhile is found by the clock.
 */
export class OutboxWaker {
  private stream: mongo.ChangeStream | undefined
  private reopening: NodeJS.Timeout | undefined
  private isAwake = false
  private wakeUp: (() => void) | undefined
  private closed = false

  constructor(private readonly outbox: DivisionCollections['outbox']) {
    this.open()
  }

  /** Resolves at the next insert, at once when there was one since the last call, or after `millis`. */
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
    const stream = this.outbox.watch([{ $match: { operationType: 'insert' } }, { $project: { _id: 1 } }])
    this.stream = stream as unknown as mongo.ChangeStream
    stream.on('change', () => this.wake())
    stream.on('error', () => {
      // The driver's own resumption is not relied on (mongodb.md, rule 10).
      void stream.close().catch(() => undefined)
      clearTimeout(this.reopening)
      this.reopening = setTimeout(() => this.open(), REOPEN_MS).unref()
    })
  }
}
