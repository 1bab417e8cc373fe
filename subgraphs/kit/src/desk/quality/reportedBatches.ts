import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { ImportBatch } from '../../imports/batches/importBatch.ts'
import { databaseLimits } from '../../query/databaseLimits.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import { type Desk, importerOf } from '../desk.ts'
import { monthSpan, nextMonth } from '../lists/calendarSpan.ts'

/** Months that are counted where none are asked for: what the city's monthly ranking looks back on (domain guide 5.5). */
const MONTHS = 12
const MAX_MONTHS = 120

/** Which batches figures are about: those first reported in these months (YYYY-MM, both included), of one family or all. */
export interface BatchesQuestion {
  family?: string | null
  fromMonth?: string | null
  toMonth?: string | null
}

/** The batches that a question is about, the families and months that it covers. */
export interface ReportedBatches {
  batches: ImportBatch[]
  families: string[]
  months: string[]
}

/**
 * Reads the batches that figures are about.
 * @throws HubError BAD_USER_INPUT for a month or family that is none
 */
export async function reportedBatches(
  desk: Desk,
  question: BatchesQuestion,
  deadline: ReadDeadline,
): Promise<ReportedBatches> {
  const { family } = question
  const months = monthsOf(question)
  const [first = '', last = ''] = [months[0], months.at(-1)]
  const families = family == null ? desk.importers.map(({ name }) => name) : [importerOf(desk, family).name]
  const batches = await desk.imports.batches
    .find(
      { family: { $in: families }, startedAt: monthSpan(first, last) },
      { sort: { startedAt: 1, _id: 1 }, ...databaseLimits(deadline) },
    )
    .toArray()
  return { batches, families, months }
}

function monthsOf({ fromMonth, toMonth }: BatchesQuestion): string[] {
  const last = toMonth ?? shanghaiDate(new Date()).slice(0, 7)
  const first = fromMonth ?? monthsBefore(last, MONTHS - 1)
  monthSpan(first, last)
  const months: string[] = []
  for (let month = first; month <= last && months.length <= MAX_MONTHS; month = nextMonth(month)) months.push(month)
  if (months.length >= 1 && months.length <= MAX_MONTHS) return months
  throw new HubError('BAD_USER_INPUT', `月份范围应为 1 至 ${MAX_MONTHS} 个月，先早后晚`)
}

function monthsBefore(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = year * 12 + number - 1 - count
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}
