import { z } from 'zod'
import { codeEntry, codeSet } from '../codes/codeSet.ts'
import { HubError } from '../errors/HubError.ts'
import { addWorkingDays } from './workingDays.ts'

const period = z.union([
  z.object({ workingDays: z.int(), countStartDay: z.boolean().default(false) }),
  z.object({ calendarDays: z.int() }),
  /** Month and day, MM-DD, of the year after the event's. */
  z.object({ followingYear: z.string() }),
])

/**
 * The last day on which a duty is done in time, by `schema/code-sets/duty-periods.json`.
 * @param duty code of the period, e.g. `INVESTMENT_CHANGE`
 * @param from day of the event, YYYY-MM-DD; the period in force on it counts
 * @returns YYYY-MM-DD; undefined where no period was in force or the working-day calendar has no data
 */
export function dutyDeadline(duty: string, from: string): string | undefined {
  const entry = codeEntry(codeSet('duty-periods'), duty, from)
  if (entry === undefined) return undefined
  const rule = period.parse(entry)
  if ('followingYear' in rule) return `${Number(from.slice(0, 4)) + 1}-${rule.followingYear}`
  if ('calendarDays' in rule) return addCalendarDays(from, rule.calendarDays)
  return rule.workingDays === 0 ? from : knownWorkingDay(from, rule)
}

function addCalendarDays(from: string, days: number): string {
  const day = new Date(`${from}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

function knownWorkingDay(from: string, rule: { workingDays: number; countStartDay: boolean }): string | undefined {
  try {
    return addWorkingDays(from, rule.workingDays, rule)
  } catch (error) {
    if (error instanceof HubError && error.code === 'HUB_CALENDAR_YEAR_UNKNOWN') return undefined
    throw error
  }
}
