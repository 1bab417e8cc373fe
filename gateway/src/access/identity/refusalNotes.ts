import type { AccessEvent, AccessObserver } from '../accessEvent.ts'

/** One note for each address and code in this time: whoever is refused must not fill log and evidence. */
const QUIET_MILLIS = 1_000
/** So many addresses at a time; those beyond are told together, by their code. */
const WATCHED = 20_000

/** What was refused, without a secret. */
interface Refusal {
  readonly at: Date
  readonly event: Pick<AccessEvent, 'from' | 'requestId' | 'result'>
  readonly reason: string
}

/** What came in a time of quiet, and is told at its end. */
interface Held {
  count: number
  latest?: Refusal
}

/** Tells of refused credentials; nobody waits for it, and what comes thick and fast is told as a number. */
export class RefusalNotes {
  /** By address and code, for as long as it is quiet about them. */
  private readonly held = new Map<string, Held>()

  constructor(private readonly observe: AccessObserver) {}

  note(event: Refusal['event'], reason: string): void {
    const refusal = { at: new Date(), event, reason }
    const own = `${event.from} ${event.result}`
    const key = this.held.size < WATCHED || this.held.has(own) ? own : event.result
    const held = this.held.get(key)
    if (held === undefined) this.tell(key, refusal, 0)
    else this.held.set(key, { count: held.count + 1, latest: refusal })
  }

  private tell(key: string, { at, event, reason }: Refusal, alsoRefused: number): void {
    const details = { reason, ...(alsoRefused === 0 ? {} : { alsoRefused }) }
    // Evidence that cannot be kept is reported by whoever keeps it; the refusal stands all the same.
    this.observe({ kind: 'CREDENTIAL_REFUSED', at, ...event, details }).catch(() => undefined)
    this.held.set(key, { count: 0 })
    setTimeout(() => {
      const { count = 0, latest } = this.held.get(key) ?? {}
      this.held.delete(key)
      if (latest !== undefined) this.tell(key, latest, count - 1)
    }, QUIET_MILLIS).unref()
  }
}
