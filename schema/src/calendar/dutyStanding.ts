import { HubError } from '../errors/HubError.ts'
import { addDays } from './addDays.ts'
import { dutyDeadline } from './dutyDeadline.ts'
import { type DutyPeriod, dutyPeriod } from './dutyPeriod.ts'
import { addWorkingDays } from './workingDays.ts'

/**
 * How a duty stands (GraphQL enum DutyState): 待上报, soon at its end or not; 超时; 已上报, in time or late. Guide 5.1 has the
 * three, the finer ones are a warning and a count of their own.
 */
export type DutyState = 'DUE' | 'DUE_SOON' | 'OVERDUE' | 'DONE' | 'DONE_LATE'

/** One thing that has to be done within a period. All dates YYYY-MM-DD. */
export interface Duty {
  /** Code of the period, e.g. `DECISION_REPORT`. */
  duty: string
  /** Day of the event. */
  from: string
  /** When it was done, once it is. */
  doneOn?: string | undefined
}

export interface DutyStanding {
  state: DutyState
  /** The last day in time; absent where the working-day calendar has no data for it. */
  dueOn?: string | undefined
}

/** For so many working days before its end a duty is DUE_SOON. */
const WARN_WORKING_DAYS = 2

/**
 * How a duty stands on a day (YYYY-MM-DD); undefined where no period was in force. Due lists, late lists and warnings are those of its
 * states; a last day that the calendar does not know is late only when it has passed whatever the holidays.
 */
export function dutyStanding({ duty, from, doneOn }: Duty, today: string): DutyStanding | undefined {
  const period = dutyPeriod(duty, from)
  if (period === undefined) return undefined
  const dueOn = dutyDeadline(duty, from)
  const last = dueOn ?? latestEnd(from, period)
  if (doneOn !== undefined) return { dueOn, state: doneOn <= last ? 'DONE' : 'DONE_LATE' }
  if (today > last) return { dueOn, state: 'OVERDUE' }
  return { dueOn, state: last <= warningEnd(today) ? 'DUE_SOON' : 'DUE' }
}

/** No run of holidays leaves fewer working days than these: every second day, and two weeks. */
function latestEnd(from: string, period: DutyPeriod): string {
  return addDays(from, 'workingDays' in period ? 2 * period.workingDays + 14 : 0)
}

function warningEnd(today: string): string {
  try {
    return addWorkingDays(today, WARN_WORKING_DAYS)
  } catch (error) {
    if (error instanceof HubError && error.code === 'HUB_CALENDAR_YEAR_UNKNOWN')
      return addDays(today, WARN_WORKING_DAYS)
    throw error
  }
}
