import { BoundedCache } from '../../execution/boundedCache.ts'
import { AccessRefused } from '../accessRefused.ts'

/** Mistakes that cost nothing. */
const FREE_FAILURES = 5
/** The first pause; every further failure doubles it. */
const FIRST_PAUSE_MILLIS = 1_000
const LONGEST_PAUSE_MILLIS = 15 * 60_000
/** After this time without a failure all is forgotten. */
const FORGOTTEN_MILLIS = 30 * 60_000
const WATCHED = 20_000

interface Failures {
  readonly count: number
  readonly lastAt: number
  readonly lockedUntil: number
}

/** Slows down whoever tries secrets: by the address they come from and by the key they are tried on, ever longer. */
export class LoginGuard {
  private readonly failures = new BoundedCache<Failures>(WATCHED)

  constructor(private readonly clock: () => number = Date.now) {}

  /** @throws AccessRefused HUB_LOGIN_LOCKED while one of them has to wait */
  assertOpen(...names: readonly string[]): void {
    const wait = Math.max(...names.map((name) => (this.known(name)?.lockedUntil ?? 0) - this.clock()))
    if (wait <= 0) return
    const headers = { 'retry-after': String(Math.ceil(wait / 1_000)) }
    throw new AccessRefused('HUB_LOGIN_LOCKED', { status: 429, reason: 'too many failures', headers })
  }

  failed(...names: readonly string[]): void {
    const now = this.clock()
    for (const name of names) {
      const count = (this.known(name)?.count ?? 0) + 1
      const pause = Math.min(FIRST_PAUSE_MILLIS * 2 ** (count - FREE_FAILURES - 1), LONGEST_PAUSE_MILLIS)
      this.failures.set(name, { count, lastAt: now, lockedUntil: count > FREE_FAILURES ? now + pause : 0 })
    }
  }

  private known(name: string): Failures | undefined {
    const failures = this.failures.get(name)
    return failures !== undefined && this.clock() - failures.lastAt < FORGOTTEN_MILLIS ? failures : undefined
  }
}
