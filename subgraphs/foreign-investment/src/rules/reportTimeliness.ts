import { dutyDeadline } from '@hub/schema/calendar/dutyDeadline'

/** A filing of the information report system, as stored. All dates YYYY-MM-DD. */
export interface InvestmentReport {
  kind?: string
  occurredOn?: string
  viaRegistration?: boolean
  dueOn?: string
  submittedOn?: string
}

/**
 * Last day on which a report is in time: the day on file, or else by 外商投资信息报告办法 (MOFCOM and SAMR order 2 of 2019).
 * Undefined where neither says one: before 2020, for deregistrations, or with no day of the event.
 */
export function reportDueOn({ kind, occurredOn, viaRegistration, dueOn }: InvestmentReport): string | undefined {
  if (dueOn) return dueOn
  if (!occurredOn) return undefined
  const isRegistered = kind === 'CHANGE' && viaRegistration === true
  return dutyDeadline(`INVESTMENT_${isRegistered ? 'CHANGE_REGISTERED' : kind}`, occurredOn)
}

/** Whether a report came too late or, not submitted yet, is overdue on a day; undefined where no day is set for it. */
export function isReportLate(report: InvestmentReport, on: string): boolean | undefined {
  const due = reportDueOn(report)
  return due === undefined ? undefined : (report.submittedOn ?? on) > due
}
