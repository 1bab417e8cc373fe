interface Waiting<Item> {
  readonly item: Item
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes items in groups: while one group is being written, what comes gathers to the next. Alone, an item waits for
 * nothing; under load, one write serves many.
 */
export class GroupCommit<Item> {
  private waiting: Waiting<Item>[] = []
  private running: Promise<void> | undefined

  /** @param write writes a group, all of it or by throwing none that anyone may rely on */
  constructor(
    private readonly write: (items: readonly Item[]) => Promise<void>,
    private readonly largest: number,
  ) {}

  /** Resolves when the item has been written. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      // Not at once: what the same turn of the event loop still brings goes along.
      this.running ??= Promise.resolve().then(() => this.run())
    })
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.largest)
      try {
        await this.write(group.map(({ item }) => item))
        for (const { resolve } of group) resolve()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    this.running = undefined
  }
}
