import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { type AgreementSchedule, nextRun } from '../../agreements/agreementSchedule.ts'
import type { Manifest } from '../manifest.ts'

export interface PeriodQuestion {
  readonly schedule: AgreementSchedule
  /** First day of the agreement, YYYY-MM-DD. */
  readonly from: string
  /** Since when it holds: no run from before is made up for. */
  readonly since: Date
  /** The last period that was reported, and when. */
  readonly last: { readonly period: Manifest['period']; readonly writtenAt: Date } | undefined
}

/**
 * The period that is to be reported now; undefined before the next run of the schedule. Runs that were missed are one
 * period, from the day after the last one to today, and a day is reported once: what comes later is the next period's.
 */
export function filePeriod({ schedule, from, since, last }: PeriodQuestion, now: Date): Manifest['period'] | undefined {
  const run = nextRun(schedule, last?.writtenAt ?? since)
  if (run === undefined || run > now) return undefined
  const period = { from: last === undefined ? from : addDays(last.period.to, 1), to: shanghaiDate(now) }
  return period.from > period.to ? undefined : period
}
