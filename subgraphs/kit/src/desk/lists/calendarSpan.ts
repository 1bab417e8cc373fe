import { HubError } from '@hub/schema/errors/HubError'

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/

/** Midnight at the beginning of a calendar date in Asia/Shanghai, YYYY-MM-DD. */
export function startOfDay(date: string): Date {
  return new Date(`${date}T00:00:00+08:00`)
}

/** The month after, YYYY-MM. */
export function nextMonth(month: string): string {
  const [, year = '', number = ''] = MONTH.exec(month) ?? []
  return number === '12' ? `${Number(year) + 1}-01` : `${year}-${String(Number(number) + 1).padStart(2, '0')}`
}

/**
 * Reads a month.
 * @throws HubError BAD_USER_INPUT for what is none
 */
export function checkedMonth(month: string): string {
  if (!MONTH.test(month)) throw new HubError('BAD_USER_INPUT', `月份应写作 YYYY-MM，得到 ${month}`)
  return month
}

/** A condition on an instant: from one month to another, both included. */
export function monthSpan(from: string, to: string): { $gte: Date; $lt: Date } {
  return { $gte: startOfDay(`${checkedMonth(from)}-01`), $lt: startOfDay(`${nextMonth(checkedMonth(to))}-01`) }
}

/** A condition on an instant: from one calendar date to another, both included and both optional. */
export function daySpan(from?: string | null, to?: string | null): { $gte?: Date; $lt?: Date } | undefined {
  if (from == null && to == null) return undefined
  const dayAfter = to == null ? undefined : new Date(startOfDay(to).getTime() + 86_400_000)
  return { ...(from == null ? {} : { $gte: startOfDay(from) }), ...(dayAfter === undefined ? {} : { $lt: dayAfter }) }
}
