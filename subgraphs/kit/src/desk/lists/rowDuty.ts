import { dutyBounds } from '@hub/schema/calendar/dutyBounds'
import { type DutyStanding, type DutyState, dutyStanding } from '@hub/schema/calendar/dutyStanding'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { isWaiting, type QueuedRow, WAITING } from '../../imports/batches/queuedRow.ts'
import type { Importer } from '../../imports/importer.ts'
import type { Condition } from '../../query/fieldFilter.ts'

/** How the duty to report a waiting row stands today; undefined for rows that wait no longer or have no such duty. */
export function rowDuty(
  row: Pick<QueuedRow, 'dutyFrom' | 'state'>,
  importer: Pick<Importer, 'duty'> | undefined,
): DutyStanding | undefined {
  const duty = importer?.duty?.duty
  if (duty === undefined || row.dutyFrom === undefined || !isWaiting(row)) return undefined
  return dutyStanding({ duty, from: row.dutyFrom }, shanghaiDate(new Date()))
}

/** What of rows is asked by the state of their duty: the due list, the late list, and the warning before it is late. */
export function dutyCondition(
  importers: readonly Pick<Importer, 'name' | 'duty'>[],
  states: readonly DutyState[],
): Condition {
  const today = shanghaiDate(new Date())
  const wanted = importers.flatMap(({ name, duty }): Condition[] => {
    if (duty === undefined) return []
    const { overdueBefore, dueFrom } = dutyBounds(duty.duty, today)
    const spans: Partial<Record<DutyState, Condition>> = {
      OVERDUE: { $gt: '', $lt: overdueBefore },
      DUE_SOON: { $gte: overdueBefore, $lt: dueFrom },
      DUE: { $gte: dueFrom, $lt: '9999-12-31' },
    }
    return states.flatMap((state) => (spans[state] === undefined ? [] : [{ family: name, dutyFrom: spans[state] }]))
  })
  return wanted.length === 0 ? { _id: { $in: [] } } : { $and: [WAITING, { $or: wanted }] }
}
