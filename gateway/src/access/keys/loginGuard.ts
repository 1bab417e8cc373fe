import { BoundedCache } from '../../execution/boundedCache.ts'
import { AccessRefused } from '../accessRefused.ts'
import type { SharedPauses } from './sharedPauses.ts'

/** Mistakes that cost nothing. */
const FREE_FAILURES = 5
/** The first pause; every further failure doubles it. */
const FIRST_PAUSE_MILLIS = 1_000
const LONGEST_PAUSE_MILLIS = 15 * 60_000
/** After this time without a failure all is forgotten. */
const FORGOTTEN_MILLIS = 30 * 60_000
const WATCHED = 20_000

/** How long one has to wait after so many failures. */
function pauseMillis(failures: number): number {
  if (failures <= FREE_FAILURES) return 0
  return Math.min(FIRST_PAUSE_MILLIS * 2 ** (failures - FREE_FAILURES - 1), LONGEST_PAUSE_MILLIS)
}

interface Failures {
  readonly count: number
  readonly lastAt: number
  readonly lockedUntil: number
}

export interface LoginGuardOptions {
  readonly clock?: () => number
  /** What other hubs know; undefined where there is one. */
  readonly shared?: Pick<SharedPauses, 'wait' | 'failed'> | undefined
}

/**
 * Slows down whoever tries secrets: by the address they come from and by the key they are tried on, ever longer. What this
 * hub has seen holds here whatever becomes of what is shared.
 */
export class LoginGuard {
  private readonly failures = new BoundedCache<Failures>(WATCHED)
  private readonly clock: () => number

  constructor(private readonly options: LoginGuardOptions = {}) {
    this.clock = options.clock ?? Date.now
  }

  /** @throws AccessRefused HUB_LOGIN_LOCKED while one of them has to wait */
  async assertOpen(...names: readonly string[]): Promise<void> {
    const own = names.map((name) => (this.known(name)?.lockedUntil ?? 0) - this.clock())
    const wait = Math.max(...own, (await this.options.shared?.wait(names)) ?? 0)
    if (wait <= 0) return
    const headers = { 'retry-after': String(Math.ceil(wait / 1_000)) }
    const reason = `too many failures: ${names.join(', ')}`
    throw new AccessRefused('HUB_LOGIN_LOCKED', { status: 429, reason, headers })
  }

  async failed(...names: readonly string[]): Promise<void> {
    const now = this.clock()
    for (const name of names) {
      const count = (this.known(name)?.count ?? 0) + 1
      this.failures.set(name, { count, lastAt: now, lockedUntil: now + pauseMillis(count) })
    }
    await this.options.shared?.failed(names, pauseMillis, FORGOTTEN_MILLIS)
  }

  private known(name: string): Failures | undefined {
    const failures = this.failures.get(name)
    return failures !== undefined && this.clock() - failures.lastAt < FORGOTTEN_MILLIS ? failures : undefined
  }
}
