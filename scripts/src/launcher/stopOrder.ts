/** Something that was started and has to be stopped. */
export interface Stoppable {
  stop(): Promise<void>
  /** Ends it at once; what can't be hurried leaves it out. */
  kill?(): void
}

/** Stops in the reverse order of starting; what was started together is stopped together. */
export class StopOrder {
  readonly #groups: (readonly Stoppable[])[] = []

  add(...group: readonly Stoppable[]): void {
    this.#groups.push(group)
  }

  /** Stops everything, also when stopping something fails. */
  async stopAll(): Promise<void> {
    for (let group = this.#groups.pop(); group !== undefined; group = this.#groups.pop()) {
      await Promise.allSettled(group.map((member) => member.stop()))
    }
  }
}
