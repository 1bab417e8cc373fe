import { dutyDeadline } from '@hub/schema/calendar/dutyDeadline'

/**
 * Whether an act of the liquor filing order was done within its period.
 * @param from day that the period runs from, @param doneOn day of the act, both YYYY-MM-DD
 * @returns undefined where a day is missing or no period was in force
 */
export function isDoneInTime(
  duty: 'LIQUOR_ACCEPTANCE' | 'LIQUOR_CHANGE',
  from: string | undefined,
  doneOn: string | undefined,
): boolean | undefined {
  const last = from ? dutyDeadline(duty, from) : undefined
  return last === undefined || !doneOn ? undefined : doneOn <= last
}
