import { addDays } from '@hub/schema/calendar/addDays'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import type { ExchangeStores } from '../exchangeStores.ts'
import { deliveryReconciliation } from './deliveryReconciliation.ts'
import { dueSince } from './dueSince.ts'
import { fileReconciliation } from './fileReconciliation.ts'
import { noRows, reconciliation } from './reconciliation.ts'

const MOST_DAYS = 92
const DAY_MS = 86_400_000

interface Period {
  /** First and last day, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
}

/** Resolver of `ExchangeAgreement.reconciliation`. */
export function reconciliationField({ agreements, deliveries, files, keptDays, running }: ExchangeStores) {
  return async ({ id }: { readonly id: string }, { from, to }: Period, context: InProcessContext) => {
    if (from > to || to > addDays(from, MOST_DAYS))
      throw new HubError('BAD_USER_INPUT', `对账周期为 1–${MOST_DAYS} 天 / a period is of 1 to ${MOST_DAYS} days`)
    const limits = databaseLimits(context)
    const versions = await agreements.versionsOf(id, limits)
    const until = startOf(addDays(to, 1))
    const due = (through: Date | undefined) => ({ dueSince: dueSince(versions, through, until, new Date()) })
    if (versions.at(-1)?.terms.mode === 'FILE') {
      const [reported, through] = await Promise.all([
        files.reportedBetween(id, { from, to }, limits),
        running.files?.reportedUntil(id),
      ])
      return fileReconciliation(reported, due(through))
    }
    if (deliveries === undefined) return reconciliation(0, noRows, due(undefined))
    // Sums of a time whose pages may be gone would close and be wrong.
    if (startOf(from).getTime() < Date.now() - keptDays * DAY_MS)
      throw new HubError(
        'BAD_USER_INPUT',
        `投递账页只保留 ${keptDays} 天，请缩短对账周期 / pages are kept for ${keptDays} days: ask for a later period, or set DELIVERY_KEPT_DAYS`,
      )
    const { ledger } = deliveries
    const { ranAt, lookedAt } = await ledger.cursorOf(id)
    const through = (versions.at(-1)?.terms.schedule === undefined ? lookedAt : ranAt) ?? undefined
    return deliveryReconciliation(ledger, { agreement: id, from: startOf(from), until, ...due(through) }, limits)
  }
}

/** The first instant of a day in Asia/Shanghai. */
function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}
