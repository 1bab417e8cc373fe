import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { groupBy } from '../../loading/groupBy.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import { type Desk, importerOf } from '../desk.ts'
import { monthSpan, nextMonth } from '../lists/calendarSpan.ts'
import { type BatchCounts, batchCounts } from './batchCounts.ts'
import { type QualityGroup, qualityFigures } from './qualityFigures.ts'
import { ratio } from './ratio.ts'

/** Months that are counted where none are asked for: what the city's monthly ranking looks back on (domain guide 5.5). */
const MONTHS = 12
const MAX_MONTHS = 120
const MAX_GROUPS = 1_000

export interface QualityQuestion {
  by?: readonly ('FAMILY' | 'MONTH' | 'BATCH')[] | null
  family?: string | null
  fromMonth?: string | null
  toMonth?: string | null
}

/**
 * The quality figures of a division's batches, put together by family, month and batch as asked.
 * @throws HubError BAD_USER_INPUT for a month or family that is none, or more than 1,000 groups
 */
export async function quality(desk: Desk, question: QualityQuestion, deadline: ReadDeadline) {
  const { by, family } = question
  const months = monthsOf(question)
  const [first = '', last = ''] = [months[0], months.at(-1)]
  const families = family == null ? desk.importers.map(({ name }) => name) : [importerOf(desk, family).name]
  const batches = await desk.imports.batches
    .find(
      { family: { $in: families }, startedAt: monthSpan(first, last) },
      { sort: { startedAt: 1, _id: 1 }, maxTimeMS: deadline.remaining(), signal: deadline.signal },
    )
    .toArray()
  const counts = [...(await batchCounts(desk, batches, deadline)).values()]
  const wanted = new Set(by ?? [])
  const groups = groupBy(counts, ({ batch }) => JSON.stringify(groupOf(batch, wanted)))
  // A family that reported nothing is what such figures must not pass over.
  const silent =
    wanted.has('MONTH') || wanted.has('BATCH')
      ? []
      : wanted.has('FAMILY')
        ? families.map((name) => ({ family: name }))
        : [{}]
  for (const group of silent) if (!groups.has(JSON.stringify(group))) groups.set(JSON.stringify(group), [])
  if (groups.size > MAX_GROUPS) throw new HubError('BAD_USER_INPUT', `分组超过 ${MAX_GROUPS} 个，请缩小月份范围`)
  return [...groups].map(([key, members]) => {
    const group = JSON.parse(key) as QualityGroup
    const isByPeriod = wanted.has('MONTH') || wanted.has('BATCH')
    return { ...qualityFigures(members, group), missedRate: isByPeriod ? null : missed(members, months) }
  })
}

const monthOf = ({ startedAt }: BatchCounts['batch']): string => shanghaiDate(startedAt).slice(0, 7)

function groupOf(batch: BatchCounts['batch'], by: ReadonlySet<string>): QualityGroup {
  return {
    ...(by.has('FAMILY') ? { family: batch.family } : {}),
    ...(by.has('MONTH') ? { month: monthOf(batch) } : {}),
    ...(by.has('BATCH') ? { batchNo: batch._id } : {}),
  }
}

/** Months without any report; a nil report is one. */
function missed(counts: readonly BatchCounts[], months: readonly string[]) {
  const reported = new Set(counts.map(({ batch }) => monthOf(batch)))
  return ratio(months.filter((month) => !reported.has(month)).length, months.length)
}

function monthsOf({ fromMonth, toMonth }: QualityQuestion): string[] {
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
