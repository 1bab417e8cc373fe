import { addDays } from '@hub/schema/calendar/addDays'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import type { ExchangeStores } from '../exchangeStores.ts'
import { deliveryReconciliation } from './deliveryReconciliation.ts'
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
export function reconciliationField({ agreements, deliveries, files, keptDays }: ExchangeStores) {
  return async ({ id }: { readonly id: string }, { from, to }: Period, context: InProcessContext) => {
    if (from > to || to > addDays(from, MOST_DAYS))
      throw new HubError('BAD_USER_INPUT', `对账周期为 1–${MOST_DAYS} 天 / a period is of 1 to ${MOST_DAYS} days`)
    const limits = databaseLimits(context)
    const mode = (await agreements.versionsOf(id, limits)).at(-1)?.terms.mode
    if (mode === 'FILE') return fileReconciliation(await files.reportedBetween(id, { from, to }, limits))
    if (deliveries === undefined) return reconciliation(0, noRows)
    // Sums of a time whose pages may be gone would close and be wrong.
    if (startOf(from).getTime() < Date.now() - keptDays * DAY_MS)
      throw new HubError(
        'BAD_USER_INPUT',
        `投递账页只保留 ${keptDays} 天，请缩短对账周期 / pages are kept for ${keptDays} days: ask for a later period, or set DELIVERY_KEPT_DAYS`,
      )
    const time = { agreement: id, from: startOf(from), until: startOf(addDays(to, 1)) }
    return deliveryReconciliation(deliveries.ledger, time, limits)
  }
}

/** The first instant of a day in Asia/Shanghai. */
function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}
