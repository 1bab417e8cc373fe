import { addDays } from '@hub/schema/calendar/addDays'
import type { ReadLimits } from '../agreements/agreementStore.ts'
import type { ExchangeStores } from '../exchangeStores.ts'
import { deliveryReconciliation } from './deliveryReconciliation.ts'
import { dueSince } from './dueSince.ts'
import { fileReconciliation } from './fileReconciliation.ts'
import { noRows, type Reconciliation, reconciliation } from './reconciliation.ts'

/** First and last day in Asia/Shanghai, YYYY-MM-DD. */
export interface ReconciledPeriod {
  readonly from: string
  readonly to: string
}

export type ReconciledStores = Pick<ExchangeStores, 'agreements' | 'deliveries' | 'files' | 'running'>

/** 对账 of an agreement over a period, whose pages must all be kept still. */
export async function reconcilePeriod(
  { agreements, deliveries, files, running }: ReconciledStores,
  id: string,
  { from, to }: ReconciledPeriod,
  now: Date,
  limits: ReadLimits = {},
): Promise<Reconciliation> {
  const versions = await agreements.versionsOf(id, limits)
  const until = startOf(addDays(to, 1))
  const due = (through: Date | undefined) => ({ dueSince: dueSince(versions, through, until, now) })
  if (versions.at(-1)?.terms.mode === 'FILE') {
    const [reported, through] = await Promise.all([
      files.reportedBetween(id, { from, to }, limits),
      running.files?.reportedUntil(id),
    ])
    return fileReconciliation(reported, due(through))
  }
  if (deliveries === undefined) return reconciliation(0, noRows, due(undefined))
  const { ledger } = deliveries
  const { ranAt, lookedAt } = await ledger.cursorOf(id)
  const { mode, schedule } = versions.at(-1)?.terms ?? {}
  // Whoever reads comes when it likes.
  const through = (schedule === undefined || mode === 'PULL' ? lookedAt : ranAt) ?? undefined
  return deliveryReconciliation(ledger, { agreement: id, from: startOf(from), until, ...due(through) }, limits)
}

/** The first instant of a day in Asia/Shanghai. */
export function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}
