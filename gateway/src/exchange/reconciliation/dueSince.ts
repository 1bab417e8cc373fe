import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { nextRun } from '../agreements/agreementSchedule.ts'
import { type AgreementVersion, agreementOn } from '../agreements/exchangeAgreement.ts'

/** What goes out as it happens is late after this time, in milliseconds. */
const LATE_MILLIS = 600_000
const HOUR_MILLIS = 3_600_000

/**
 * Since when something has been due by an agreement that is not reported: a run of its schedule, or every change, where it
 * has none; undefined where nothing is. Sums of a time in which nothing went out would close, whatever should have gone.
 * @param through up to when everything has been looked at and written down; undefined for never
 * @param until the end of the period that is reconciled
 */
export function dueSince(
  versions: readonly AgreementVersion[],
  through: Date | undefined,
  until: Date,
  now: Date,
): Date | undefined {
  const agreement = agreementOn(versions, shanghaiDate(now))
  if (agreement?.standing !== 'IN_FORCE') return undefined
  const { from, schedule, mode, withdrawalHours } = agreement.terms
  const reported = mode === 'FILE' ? through && lastMoment(through) : through
  const approvedAt = versions.find(({ version }) => version === agreement.version)?.decision?.at ?? now
  const since = Math.max(approvedAt.getTime(), Date.parse(`${from}T00:00:00+08:00`), reported?.getTime() ?? 0)
  const due = schedule === undefined ? new Date(since) : nextRun(schedule, new Date(since))
  // Whoever reads must come as often as it has to hear of withdrawals.
  const late = mode === 'PULL' ? withdrawalHours * HOUR_MILLIS : LATE_MILLIS
  const end = Math.min(until.getTime(), now.getTime() - late)
  return due !== undefined && due.getTime() < end ? due : undefined
}

/** Of the day, as files report a day once: a second run on it writes nothing. */
function lastMoment(instant: Date): Date {
  return new Date(Date.parse(`${addDays(shanghaiDate(instant), 1)}T00:00:00+08:00`) - 1)
}
