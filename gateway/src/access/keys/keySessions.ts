import { BoundedCache } from '../../execution/boundedCache.ts'
import { AccessRefused } from '../accessRefused.ts'
import type { ApiKeyRecord } from './apiKeyStore.ts'

const WATCHED = 1_000
const RETRY_SECONDS = 1

/** How one key may be used; what is counted is counted by each hub for itself. */
export interface KeySessionLimits {
  /** Addresses that it may be shown from within the window. */
  readonly addresses: number
  readonly windowMillis: number
  /** Requests of it that may be under way at once. */
  readonly inFlight: number
  /** Unused for longer than this it lapses. */
  readonly idleMillis: number
}

/**
 * The use of API keys: one that is shown from ever more places has been passed on, one that nobody uses is forgotten
 * somewhere (GB/T 22239-2019, 8.1.4.1: session limits, and accounts that are not used any more).
 */
export class KeySessions {
  private readonly places = new BoundedCache<Map<string, number>>(WATCHED)
  private readonly underWay = new Map<string, number>()

  constructor(
    private readonly limits: KeySessionLimits,
    private readonly clock: () => number,
  ) {}

  /** Whether a key was not used for so long that it holds no more. @param usedAt when this hub last saw it */
  hasLapsed({ createdAt, lastUsedAt }: ApiKeyRecord, usedAt = 0): boolean {
    const last = Math.max((lastUsedAt ?? createdAt).getTime(), usedAt)
    return this.clock() - last > this.limits.idleMillis
  }

  /** Notes from where a key is shown. @throws AccessRefused HUB_SESSION_LIMIT for an address too many */
  noteAddress(key: string, address: string): void {
    const now = this.clock()
    const { addresses, windowMillis } = this.limits
    const known = this.places.get(key) ?? new Map<string, number>()
    for (const [place, at] of known) if (now - at >= windowMillis) known.delete(place)
    if (!known.has(address) && known.size >= addresses) {
      const freeAt = Math.min(...known.values()) + windowMillis
      throw tooMuch(`key ${key}: more than ${addresses} addresses`, Math.ceil((freeAt - now) / 1_000))
    }
    known.set(address, now)
    this.places.set(key, known)
  }

  /**
   * Takes a place among the requests of a key that are under way.
   * @returns gives it back
   * @throws AccessRefused HUB_SESSION_LIMIT where there is none
   */
  enter(key: string): () => void {
    const count = this.underWay.get(key) ?? 0
    if (count >= this.limits.inFlight)
      throw tooMuch(`key ${key}: more than ${this.limits.inFlight} requests at once`, RETRY_SECONDS)
    this.underWay.set(key, count + 1)
    return () => {
      const left = (this.underWay.get(key) ?? 1) - 1
      if (left > 0) this.underWay.set(key, left)
      else this.underWay.delete(key)
    }
  }
}

function tooMuch(reason: string, seconds: number): AccessRefused {
  const headers = { 'retry-after': String(seconds) }
  return new AccessRefused('HUB_SESSION_LIMIT', { status: 429, reason, headers })
}
