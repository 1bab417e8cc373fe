/**
 * Tells those who work for an operation that nobody waits for it any more. An AbortSignal would do the same at ten
 * times the cost, which counts where every request has one.
 */
export class Cancellation {
  private readonly listeners = new Set<() => void>()
  private done = false

  get cancelled(): boolean {
    return this.done
  }

  /** Calls every listener once; later ones are called when they come. */
  cancel(): void {
    if (this.done) return
    this.done = true
    for (const listener of this.listeners) listener()
    this.listeners.clear()
  }

  add(listener: () => void): void {
    if (this.done) listener()
    else this.listeners.add(listener)
  }

  remove(listener: () => void): void {
    this.listeners.delete(listener)
  }
}
