import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { isWorkingDay } from '@hub/schema/calendar/workingDays'
import { HubError } from '@hub/schema/errors/HubError'
import { Cron } from 'croner'

/** When an agreement's data go out: by cron, in Shanghai's time, on every day or on working days only. */
export interface AgreementSchedule {
  readonly cron: string
  readonly days: 'ALL' | 'WORKING'
}

/** Runs looked at before it is said that there is none: two years of days. */
const MOST_RUNS = 800

/** Whether a text is a cron expression of five or six fields. */
export function isCron(text: string): boolean {
  try {
    return new Cron(text, { paused: true, timezone: 'Asia/Shanghai' }).nextRun() !== null
  } catch {
    return false
  }
}

/** The next run after an instant; undefined when there is none. */
export function nextRun({ cron, days }: AgreementSchedule, after: Date): Date | undefined {
  const runs = new Cron(cron, { paused: true, timezone: 'Asia/Shanghai' })
  let run = runs.nextRun(after)
  for (let looked = 0; run !== null && looked < MOST_RUNS; looked += 1) {
    if (days === 'ALL' || isWorked(shanghaiDate(run))) return run
    run = runs.nextRun(run)
  }
  return undefined
}

/** A year that the calendar does not know yet must not stop the exchange: its Mondays to Fridays count. */
function isWorked(date: string): boolean {
  try {
    return isWorkingDay(date)
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return ![0, 6].includes(new Date(date).getUTCDay())
  }
}
