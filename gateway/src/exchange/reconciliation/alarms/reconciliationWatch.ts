import { setTimeout as pause } from 'node:timers/promises'
import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { Lease } from '@hub/schema/leases/lease'
import type { Logger } from 'pino'
import { type ReconciledPeriod, type ReconciledStores, reconcilePeriod } from '../reconcilePeriod.ts'
import type { ReconciliationAlarms } from './reconciliationAlarms.ts'

/** Until the lease is asked for again by a hub that does not hold it. */
const ROUND_MS = 20_000

export interface WatchParts {
  readonly stores: ReconciledStores & { readonly alarms: ReconciliationAlarms }
  /** Of several hubs one does it; kept for as long as lies between two looks. */
  readonly lease: Pick<Lease, 'hold' | 'release'>
  readonly everyMillis: number
  readonly logger: Logger
  readonly clock?: () => Date
}

/**
 * Reconciles the month that is open and the one before it, agreement by agreement, from time to time, and whatever an alarm
 * stands for: so that sums that do not close are told without anyone asking.
 */
export class ReconciliationWatch {
  private readonly stop = new AbortController()
  private nextAt = 0
  private going: Promise<void> | undefined

  constructor(private readonly parts: WatchParts) {}

  start(): void {
    this.going ??= this.run()
  }

  async close(): Promise<void> {
    this.stop.abort()
    await this.going
  }

  /** Looks at everything, if it is time and this hub is the one that does. @returns whether it has */
  async look(): Promise<boolean> {
    const now = (this.parts.clock ?? (() => new Date()))()
    if (now.getTime() < this.nextAt || !(await this.parts.lease.hold())) return false
    this.nextAt = now.getTime() + this.parts.everyMillis
    const { agreements, alarms } = this.parts.stores
    const [ids, standing] = await Promise.all([agreements.ids(), alarms.standing()])
    const months = monthsAt(now)
    for (const id of ids) {
      const open = standing.filter(({ agreement, from }) => agreement === id && from < (months[0]?.from ?? ''))
      for (const { from, to } of [...open, ...months]) {
        if (this.stop.signal.aborted) return false
        // One that cannot be read now says nothing about the others.
        await this.reconcile(id, { from, to }, now).catch((err) =>
          this.parts.logger.error({ err, agreement: id }, 'reconciliation'),
        )
      }
    }
    return true
  }

  private async reconcile(agreement: string, period: ReconciledPeriod, now: Date): Promise<void> {
    const { stores, logger } = this.parts
    const found = await reconcilePeriod(stores, agreement, period, now)
    const change = await stores.alarms.keep(agreement, period, found)
    const { reported, unexplained, dueSince } = found
    const facts = { agreement, ...period, reported, unexplained: unexplained.length, dueSince }
    if (change === 'RAISED') logger.error(facts, 'reconciliation does not close')
    if (change === 'CLEARED') logger.info(facts, 'reconciliation closes again')
  }

  private async run(): Promise<void> {
    const { lease, everyMillis, logger } = this.parts
    const { signal } = this.stop
    const onFault = (err: unknown): void => logger.error({ err }, 'reconciliation')
    while (!signal.aborted) {
      await this.look().catch(onFault)
      await pause(Math.min(everyMillis, ROUND_MS), undefined, { signal }).catch(() => undefined)
    }
    await lease.release().catch(onFault)
  }
}

/** The month before and the one of an instant, up to its last day. */
function monthsAt(now: Date): ReconciledPeriod[] {
  const first = `${shanghaiDate(now).slice(0, 7)}-01`
  const lastOfBefore = addDays(first, -1)
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return [
    { from: `${lastOfBefore.slice(0, 7)}-01`, to: lastOfBefore },
    { from: first, to: addDays(next, -1) },
  ]
}
