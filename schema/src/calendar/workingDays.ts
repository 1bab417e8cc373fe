import chineseDays from 'chinese-days'
import { HubError } from '../errors/HubError.ts'
import { addDays } from './addDays.ts'

/** Whether the day of the decision itself is the first working day; a matter of policy, by default it is not. */
export interface CountingOptions {
  readonly countStartDay?: boolean
}

const coveredYears = new Map<string, boolean>()

/** chinese-days takes every weekday of a year it has no data for as a working day; the year's National Day tells. */
function isCovered(year: string): boolean {
  const known = coveredYears.get(year)
  if (known !== undefined) return known
  const covered =
    chineseDays.isHoliday(`${year}-10-01`) && chineseDays.getDayDetail(`${year}-10-01`).name.includes('国庆')
  coveredYears.set(year, covered)
  return covered
}

/**
 * Whether a day is worked by the State Council's calendar, make-up days included.
 * @param date YYYY-MM-DD
 * @throws HubError HUB_CALENDAR_YEAR_UNKNOWN outside the years the calendar has data for
 */
export function isWorkingDay(date: string): boolean {
  const year = date.slice(0, 4)
  if (!isCovered(year)) {
    throw new HubError('HUB_CALENDAR_YEAR_UNKNOWN', `工作日历不含 ${year} 年，无法推算工作日`, { details: { year } })
  }
  return chineseDays.isWorkday(date)
}

/**
 * The n-th working day after a date, as deadlines of public notices are counted (双公示: 7 working days).
 * @param date YYYY-MM-DD, working day or not
 * @param n 1 or more
 * @returns YYYY-MM-DD
 * @throws HubError HUB_CALENDAR_YEAR_UNKNOWN when the count leaves the years the calendar has data for
 */
export function addWorkingDays(date: string, n: number, { countStartDay = false }: CountingOptions = {}): string {
  let day = countStartDay ? date : addDays(date, 1)
  for (let left = n; ; day = addDays(day, 1)) {
    if (isWorkingDay(day)) left -= 1
    if (left <= 0) return day
  }
}
