import { addDays } from '@hub/schema/calendar/addDays'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import type { ExchangeStores } from '../exchangeStores.ts'
import { type ReconciledPeriod, reconcilePeriod, startOf } from './reconcilePeriod.ts'

const MOST_DAYS = 92
const DAY_MS = 86_400_000

/** Resolver of `ExchangeAgreement.reconciliation`. */
export function reconciliationField(stores: ExchangeStores) {
  const { agreements, deliveries, keptDays } = stores
  return async ({ id }: { readonly id: string }, { from, to }: ReconciledPeriod, context: InProcessContext) => {
    if (from > to || to > addDays(from, MOST_DAYS))
      throw new HubError('BAD_USER_INPUT', `对账周期为 1–${MOST_DAYS} 天 / a period is of 1 to ${MOST_DAYS} days`)
    const limits = databaseLimits(context)
    const isFile = (await agreements.versionsOf(id, limits)).at(-1)?.terms.mode === 'FILE'
    // Sums of a time whose pages may be gone would close and be wrong.
    if (!isFile && deliveries !== undefined && startOf(from).getTime() < Date.now() - keptDays * DAY_MS)
      throw new HubError(
        'BAD_USER_INPUT',
        `投递账页只保留 ${keptDays} 天，请缩短对账周期 / pages are kept for ${keptDays} days: ask for a later period, or set DELIVERY_KEPT_DAYS`,
      )
    return reconcilePeriod(stores, id, { from, to }, new Date(), limits)
  }
}
