/** Where values are looked up, and kept for the next time. */
export interface Kept<Value> {
  get(key: string): Value | undefined
  /** @param weight of the value, in whatever the capacity is counted in; 1 by default */
  set(key: string, value: Value, weight?: number): void
}

interface Entry<Value> {
  readonly value: Value
  readonly weight: number
}

/** A map that forgets what has not been asked for the longest once it holds too much. */
export class BoundedCache<Value> implements Kept<Value> {
  private readonly entries = new Map<string, Entry<Value>>()
  private held = 0

  /** @param capacity number of values, or what they may weigh together */
  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.entries.size
  }

  get weight(): number {
    return this.held
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key)
    if (entry === undefined) return undefined
    // A Map keeps the order of insertion, so the entry asked for last is put last.
    this.entries.delete(key)
    this.entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: Value, weight = 1): void {
    this.forget(key)
    if (weight > this.capacity) return
    this.entries.set(key, { value, weight })
    this.held += weight
    for (const oldest of this.entries.keys()) {
      if (this.held <= this.capacity) return
      this.forget(oldest)
    }
  }

  /** A part of it whose keys are apart from those of other parts. What one part adds may put out what another has. */
  part(name: string): Kept<Value> {
    return {
      get: (key) => this.get(`${name} ${key}`),
      set: (key, value, weight) => this.set(`${name} ${key}`, value, weight),
    }
  }

  private forget(key: string): void {
    const entry = this.entries.get(key)
    if (entry === undefined) return
    this.entries.delete(key)
    this.held -= entry.weight
  }
}
