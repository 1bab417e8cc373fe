/** Remembers nonces for as long as their signatures could be accepted, and not much longer: in two generations. */
export class NonceMemory {
  private current = new Set<string>()
  private former = new Set<string>()
  private turnAt = 0

  /** @param millis how long a nonce must be remembered at least */
  constructor(private readonly millis: number) {}

  get size(): number {
    return this.current.size + this.former.size
  }

  /** Whether the nonce is new; from now on it is not. */
  isNew(nonce: string, now: number): boolean {
    if (now >= this.turnAt) {
      this.former = now >= this.turnAt + this.millis ? new Set() : this.current
      this.current = new Set()
      this.turnAt = now + this.millis
    }
    if (this.current.has(nonce) || this.former.has(nonce)) return false
    this.current.add(nonce)
    return true
  }
}
