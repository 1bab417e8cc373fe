import type { Asked, HubUnderTest } from './hubUnderTest.ts'

/** Asks at a steady pace, whatever the answers take, and collects them. */
export class SteadyLoad {
  readonly #answers: Promise<Asked | undefined>[] = []
  readonly #timer: NodeJS.Timeout

  constructor(hub: HubUnderTest, query: string, everyMillis: number) {
    let asked = 0
    this.#timer = setInterval(() => {
      this.#answers.push(hub.ask(query, { id: `S${asked++ % 10}` }).catch(() => undefined))
    }, everyMillis)
  }

  /** Stops asking and waits for what is under way; undefined stands for a request that was not answered at all. */
  async end(): Promise<(Asked | undefined)[]> {
    clearInterval(this.#timer)
    return Promise.all(this.#answers)
  }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
