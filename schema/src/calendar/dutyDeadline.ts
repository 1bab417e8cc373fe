import { HubError } from '../errors/HubError.ts'
import { addDays } from './addDays.ts'
import { dutyPeriod } from './dutyPeriod.ts'
import { addWorkingDays } from './workingDays.ts'

/**
 * The last day on which a duty is done in time, by `schema/code-sets/duty-periods.json`.
 * @param duty code of the period, e.g. `INVESTMENT_CHANGE`
 * @param from day of the event, YYYY-MM-DD; the period in force on it counts
 * @returns YYYY-MM-DD; undefined where no period was in force or the working-day calendar has no data
 */
export function dutyDeadline(duty: string, from: string): string | undefined {
  const period = dutyPeriod(duty, from)
  if (period === undefined) return undefined
  if ('followingYear' in period) return `${Number(from.slice(0, 4)) + 1}-${period.followingYear}`
  if ('followingMonth' in period) return dayOfFollowingMonth(from, period.followingMonth)
  if ('calendarDays' in period) return addDays(from, period.calendarDays)
  return period.workingDays === 0 ? from : knownWorkingDay(from, period)
}

function dayOfFollowingMonth(from: string, day: number): string {
  const [year = 0, month = 1] = from.split('-').map(Number)
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
}

function knownWorkingDay(from: string, rule: { workingDays: number; countStartDay: boolean }): string | undefined {
  try {
    return addWorkingDays(from, rule.workingDays, rule)
  } catch (error) {
    if (error instanceof HubError && error.code === 'HUB_CALENDAR_YEAR_UNKNOWN') return undefined
    throw error
  }
}
