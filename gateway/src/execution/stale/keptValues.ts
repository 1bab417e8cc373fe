/** Bounds of what is kept. */
export interface KeptLimits {
  readonly maxAgeMillis: number
  readonly maxBytes: number
  readonly maxEntries: number
}

interface Kept<Value> {
  readonly value: Value
  readonly at: number
  readonly bytes: number
}

/** One value may take this share of the memory, so that a few large ones do not put out all the others. */
const LARGEST_SHARE = 1 / 16

/** Values with the time at which they were kept; the oldest goes when there are too many or they are too large. */
export class KeptValues<Value> {
  private readonly entries = new Map<string, Kept<Value>>()
  private held = 0

  constructor(private readonly limits: KeptLimits) {}

  get size(): number {
    return this.entries.size
  }

  get bytes(): number {
    return this.held
  }

  /** @param size of the value in memory, in bytes */
  keep(key: string, value: Value, size: number, now: number): void {
    this.forget(key)
    const bytes = 2 * key.length + size
    if (bytes > this.limits.maxBytes * LARGEST_SHARE) return
    this.entries.set(key, { value, at: now, bytes })
    this.held += bytes
    this.trim(now)
  }

  /** The value with the time it was kept at, in milliseconds of the epoch; undefined when there is none or it is too old. */
  find(key: string, now: number): { readonly value: Value; readonly at: number } | undefined {
    const kept = this.entries.get(key)
    return kept === undefined || this.isOld(kept, now) ? undefined : kept
  }

  /** All that is kept, the oldest first. */
  *all(now: number): Generator<{ readonly key: string; readonly value: Value; readonly at: number }> {
    for (const [key, kept] of this.entries) if (!this.isOld(kept, now)) yield { key, value: kept.value, at: kept.at }
  }

  forget(key: string): void {
    const kept = this.entries.get(key)
    if (kept === undefined) return
    this.entries.delete(key)
    this.held -= kept.bytes
  }

  private isOld({ at }: Kept<Value>, now: number): boolean {
    return now - at > this.limits.maxAgeMillis
  }

  /** A value kept again goes to the end of the Map, so the oldest come first. */
  private trim(now: number): void {
    const { maxBytes, maxEntries } = this.limits
    for (const [key, kept] of this.entries) {
      if (this.held <= maxBytes && this.entries.size <= maxEntries && !this.isOld(kept, now)) return
      this.forget(key)
    }
  }
}
