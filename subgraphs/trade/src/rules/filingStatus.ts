import { normativeDocument } from '@hub/schema/rules/normativeDocuments'

export type FilingStatus = 'VALID' | 'CHANGED' | 'CANCELLED' | 'VOID' | 'LEGACY_REPEALED'

/** From `since` (YYYY-MM-DD) on, the filing had this status. */
export interface StatusEntry {
  status: FilingStatus
  since: string
  reason?: string
}

const order2005 = normativeDocument('MOFCOM-2005-25')
const STANDING: readonly FilingStatus[] = ['VALID', 'CHANGED']

/**
 * A filing's statuses from old to new. With the order's repeal every filing that still stood became a historical one:
 * that entry is added where the reports do not say it, and what they say of a later standing is no standing any more.
 */
export function fullStatusHistory(reported: readonly StatusEntry[]): StatusEntry[] {
  const history = reported.toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
  const repealedOn = dayAfterLast(order2005.effectiveTo)
  const before = history.filter(({ since }) => since < repealedOn)
  const after = history.slice(before.length)
  const afterRepeal = after.filter(({ status }) => !STANDING.includes(status))
  // A filing that is only heard of after the repeal must have stood before it.
  const stood = STANDING.includes(before.at(-1)?.status ?? after[0]?.status ?? 'VOID')
  if (!stood || afterRepeal.some(({ status }) => status === 'LEGACY_REPEALED')) return [...before, ...afterRepeal]
  return [...before, { status: 'LEGACY_REPEALED', since: repealedOn, reason: `${order2005.title}废止` }, ...afterRepeal]
}

/** The day from which a filing stood no longer, for good; undefined while it stands. */
export function endedOn(reported: readonly StatusEntry[]): string | undefined {
  const history = fullStatusHistory(reported)
  const lastStanding = history.findLastIndex(({ status }) => STANDING.includes(status))
  return history[lastStanding + 1]?.since
}

function dayAfterLast(lastDay: string | null | undefined): string {
  if (!lastDay) return '9999-12-31'
  const day = new Date(`${lastDay}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}
