import { BoundedCache } from '../../execution/boundedCache.ts'
import type { AccessEvent, AccessObserver } from '../accessEvent.ts'

/** One note for each address and code in this time: whoever is refused must not fill log and evidence. */
const QUIET_MILLIS = 1_000
const WATCHED = 20_000

interface Noted {
  readonly at: number
  /** Refused since, without a note. */
  readonly unnoted: number
}

/** Tells of refused credentials; nobody waits for it, and what comes thick and fast is told as a number. */
export class RefusalNotes {
  private readonly known = new BoundedCache<Noted>(WATCHED)

  constructor(
    private readonly observe: AccessObserver,
    private readonly clock: () => number = Date.now,
  ) {}

  note(event: Pick<AccessEvent, 'from' | 'requestId' | 'result'>, reason: string): void {
    const key = `${event.from} ${event.result}`
    const now = this.clock()
    const { at, unnoted } = this.known.get(key) ?? { at: Number.NEGATIVE_INFINITY, unnoted: 0 }
    if (now - at < QUIET_MILLIS) {
      this.known.set(key, { at, unnoted: unnoted + 1 })
      return
    }
    this.known.set(key, { at: now, unnoted: 0 })
    const details = { reason, ...(unnoted === 0 ? {} : { alsoRefused: unnoted }) }
    // Evidence that cannot be kept is reported by whoever keeps it; the refusal stands all the same.
    this.observe({ kind: 'CREDENTIAL_REFUSED', at: new Date(now), ...event, details }).catch(() => undefined)
  }
}
