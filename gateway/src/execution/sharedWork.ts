import { Cancellation } from './divisions/cancellation.ts'

interface Shared<Value> {
  readonly value: Promise<Value>
  /** Ends the work when the last of those who wait has gone. */
  readonly cancellation: Cancellation
  waiting: number
}

/** Does equal work that is asked for at the same time once. */
export class SharedWork<Value> {
  private readonly underWay = new Map<string, Shared<Value>>()

  /**
   * @param key equal for equal work only: whatever the result depends on is in it, the rights of the caller first
   * @param cancellation of the caller; the work goes on while anyone waits for it
   */
  async run(
    key: string,
    cancellation: Cancellation | undefined,
    work: (own: Cancellation) => Promise<Value>,
  ): Promise<Value> {
    const shared = this.underWay.get(key) ?? this.begin(key, work)
    shared.waiting += 1
    const leave = (): void => {
      shared.waiting -= 1
      if (shared.waiting === 0) shared.cancellation.cancel()
    }
    cancellation?.add(leave)
    try {
      return await shared.value
    } finally {
      cancellation?.remove(leave)
    }
  }

  private begin(key: string, work: (own: Cancellation) => Promise<Value>): Shared<Value> {
    const cancellation = new Cancellation()
    const shared: Shared<Value> = { value: work(cancellation), cancellation, waiting: 0 }
    this.underWay.set(key, shared)
    const end = (): void => {
      this.underWay.delete(key)
    }
    // Work that nobody waits for any more is not to be joined by those who come later.
    cancellation.add(end)
    shared.value.then(end, end)
    return shared
  }
}
