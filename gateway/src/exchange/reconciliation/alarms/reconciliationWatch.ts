import { setTimeout as pause } from 'node:timers/promises'
import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { Lease } from '@hub/schema/leases/lease'
import type { Logger } from 'pino'
import { type ReconciledPeriod, type ReconciledStores, reconcilePeriod } from '../reconcilePeriod.ts'
import type { ReconciliationAlarms } from './reconciliationAlarms.ts'

/** Between two looks at what an alarm stands for. */
const ROUND_MS = 60_000

/** Longer than from one look to the next; of several hubs that look at once each finds the same. */
export const RECONCILIATION_LEASE_MS = 180_000

export interface WatchParts {
  readonly stores: ReconciledStores & { readonly alarms: ReconciliationAlarms }
  /** Of several hubs one does it. */
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

  /**
   * Looks at whatever an alarm stands for, so that it stands no longer than it must, and, when it is time, at everything.
   * @returns how many periods it has reconciled; 0 where another hub does
   */
  async look(): Promise<number> {
    const { stores, lease, logger, everyMillis, clock = () => new Date() } = this.parts
    const now = clock()
    if (!(await lease.hold())) return 0
    const isTime = now.getTime() >= this.nextAt
    if (isTime) this.nextAt = now.getTime() + everyMillis
    const standing = await stores.alarms.standing()
    const months = isTime ? monthsAt(now) : []
    const ids = isTime ? await stores.agreements.ids() : []
    const isStanding = (id: string, first: string): boolean =>
      standing.some(({ agreement, from }) => agreement === id && from === first)
    const others = ids.flatMap((agreement) => months.map((month) => ({ agreement, ...month })))
    let done = 0
    for (const { agreement, from, to } of [
      ...standing,
      ...others.filter((one) => !isStanding(one.agreement, one.from)),
    ]) {
      if (this.stop.signal.aborted) return done
      // One that cannot be read now says nothing about the others.
      await this.reconcile(agreement, { from, to }, now).catch((err) =>
        logger.error({ err, agreement }, 'reconciliation'),
      )
      done += 1
    }
    return done
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
