import type { DeliveryStores } from '../delivery/deliveryStores.ts'
import type { RunningExchange } from '../exchangeStores.ts'

/** Records that are named. */
const NAMED = 20

/** How deliveries by an agreement stand, as GraphQL type ExchangeDelivery. */
export async function deliveryStatus(
  { ledger, holdings, deadLetters }: DeliveryStores,
  { workers }: RunningExchange,
  agreement: string,
): Promise<object> {
  const cursor = await ledger.cursorOf(agreement)
  const now = new Date()
  const [open, dead, openWithdrawals, overdueWithdrawals, overdueRecords] = await Promise.all([
    ledger.pageAfter(cursor),
    deadLetters.count(agreement),
    holdings.withdrawals.countDocuments({ agreement }),
    holdings.overdue(agreement, now),
    holdings.overdueRecords(agreement, now, NAMED),
  ])
  const done = open === null ? new Set() : await ledger.receipted(open)
  const { page, paused } = cursor
  return {
    page,
    waiting: (open?.events ?? []).filter(({ id }) => !done.has(id)).length,
    deadLetters: dead,
    openWithdrawals,
    overdueWithdrawals,
    overdueRecords,
    pausedBy: paused?.by,
    pausedAt: paused?.at,
    pauseReason: paused?.reason,
    ...(await here(workers, agreement)),
  }
}

async function here(workers: RunningExchange['workers'], agreement: string): Promise<object> {
  const state = workers?.states.get(agreement)
  const current = state?.isMine ? await workers?.current(agreement) : undefined
  if (workers === undefined || state === undefined || current === undefined) return { isHere: false }
  const lagSeconds = Math.round(state.lagSeconds(Date.now()))
  return { isHere: true, lagSeconds, breaker: workers.breakerOf(current).state, lastFailure: state.lastFailure }
}
