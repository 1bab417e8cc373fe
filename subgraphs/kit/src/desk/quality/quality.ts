import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { ratio } from '@hub/schema/figures/ratio'
import { groupBy } from '../../loading/groupBy.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import type { Desk } from '../desk.ts'
import { type BatchCounts, batchCounts } from './batchCounts.ts'
import { dutyCounts } from './dutyCounts.ts'
import { dutyGroups } from './dutyGroups.ts'
import { type QualityGroup, qualityFigures } from './qualityFigures.ts'
import { type BatchesQuestion, reportedBatches } from './reportedBatches.ts'

const MAX_GROUPS = 1_000

export interface QualityQuestion extends BatchesQuestion {
  by?: readonly ('FAMILY' | 'MONTH' | 'BATCH')[] | null
}

/**
 * The quality figures of a division's batches, put together by family, month and batch as asked.
 * @throws HubError BAD_USER_INPUT for a month or family that is none, or more than 1,000 groups
 */
export async function quality(desk: Desk, question: QualityQuestion, deadline: ReadDeadline) {
  const { batches, families, months } = await reportedBatches(desk, question, deadline)
  const [counted, duties] = await Promise.all([
    batchCounts(desk, batches, deadline),
    dutyGroups(desk, batches, deadline),
  ])
  const counts = [...counted.values()]
  const dutiesOf = groupBy(duties, ({ batchNo }) => batchNo)
  const wanted = new Set(question.by ?? [])
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
    const ofMembers = dutyCounts(members.flatMap(({ batch }) => dutiesOf.get(batch._id) ?? []))
    return { ...qualityFigures(members, ofMembers, group), missedRate: isByPeriod ? null : missed(members, months) }
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
