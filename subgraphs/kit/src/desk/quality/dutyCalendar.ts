import { HubError } from '@hub/schema/errors/HubError'
import { groupBy } from '../../loading/groupBy.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import type { Desk } from '../desk.ts'
import { type DutyCounts, dutyCounts } from './dutyCounts.ts'
import { dutyGroups } from './dutyGroups.ts'
import { type BatchesQuestion, reportedBatches } from './reportedBatches.ts'

const MAX_DAYS = 1_000

export interface CalendarQuestion extends BatchesQuestion {
  /** Last days in time to be shown, YYYY-MM-DD, both included. */
  dueFrom?: string | null
  dueTo?: string | null
}

/** What of a family was or is to be reported by one day. */
export interface DutyDay extends DutyCounts {
  family: string
  dueOn: string | null
}

/**
 * The last days of a division's duties to report, in their order, with what is 待上报, 已上报 and 超时 on each.
 * @throws HubError BAD_USER_INPUT for a month or family that is none, or more than 1,000 days
 */
export async function dutyCalendar(desk: Desk, question: CalendarQuestion, deadline: ReadDeadline): Promise<DutyDay[]> {
  const { dueFrom, dueTo } = question
  const { batches } = await reportedBatches(desk, question, deadline)
  const groups = await dutyGroups(desk, batches, deadline)
  // A day that is not known lies within no bounds.
  const isAsked = (dueOn?: string) =>
    dueOn === undefined
      ? dueFrom == null && dueTo == null
      : (dueFrom == null || dueOn >= dueFrom) && (dueTo == null || dueOn <= dueTo)
  const days = groupBy(
    groups.filter(({ dueOn }) => isAsked(dueOn)),
    ({ family, dueOn }) => JSON.stringify([dueOn ?? null, family]),
  )
  if (days.size > MAX_DAYS) throw new HubError('BAD_USER_INPUT', `期限超过 ${MAX_DAYS} 日，请缩小范围`)
  return [...days]
    .map(([key, members]) => {
      const [dueOn, family] = JSON.parse(key) as [string | null, string]
      return { family, dueOn, ...dutyCounts(members) }
    })
    .sort((a, b) => `${a.dueOn ?? '9'}|${a.family}`.localeCompare(`${b.dueOn ?? '9'}|${b.family}`))
}
