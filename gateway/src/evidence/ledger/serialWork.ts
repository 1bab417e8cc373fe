import { withinMillis } from './withinMillis.ts'

/** Does one piece of work after the other, each within the same time; what is late before it has begun is not done. */
export class SerialWork {
  private last: Promise<unknown> = Promise.resolve()

  constructor(private readonly millis: number) {}

  /** @throws what the work throws, or Error when it is late: begun it goes on, and what follows waits for it */
  async run<T>(work: () => Promise<T>): Promise<T> {
    let isLate = false
    const begun = this.last.then(() => {
      if (isLate) throw new Error('given up before it began')
      return work()
    })
    this.last = begun.catch(() => undefined)
    try {
      return await withinMillis(this.millis, begun)
    } finally {
      isLate = true
    }
  }
}
