import type { ImportBatch } from '../../imports/batches/importBatch.ts'
import type { ImportRun } from '../../imports/batches/importRun.ts'
import { databaseLimits } from '../../query/databaseLimits.ts'
import { pageSize } from '../../query/listArguments.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import type { Desk } from '../desk.ts'
import { type BatchCounts, batchCounts } from '../quality/batchCounts.ts'
import { dutyCounts } from '../quality/dutyCounts.ts'
import { type DutyGroup, dutyGroups } from '../quality/dutyGroups.ts'
import { qualityFigures } from '../quality/qualityFigures.ts'
import type { PageArguments } from './documentPage.ts'

/** Batches as GraphQL's ImportBatch; their rows and duties are counted for all of them at once, when a field of one asks for them. */
export function shownBatches(desk: Desk, batches: readonly ImportBatch[], deadline: ReadDeadline) {
  let counting: Promise<ReadonlyMap<string, BatchCounts>> | undefined
  const countsOf = async (batchNo: string): Promise<BatchCounts | undefined> => {
    counting ??= batchCounts(desk, batches, deadline)
    return (await counting).get(batchNo)
  }
  let asking: Promise<readonly DutyGroup[]> | undefined
  const dutiesOf = async (batchNo: string): Promise<readonly DutyGroup[]> => {
    asking ??= dutyGroups(desk, batches, deadline)
    return (await asking).filter((group) => group.batchNo === batchNo)
  }
  return batches.map(({ _id, ...batch }) => ({
    ...batch,
    batchNo: _id,
    runs: ({ first }: PageArguments) => latestRuns(desk, _id, first, deadline),
    standing: async () => (await countsOf(_id))?.standing ?? null,
    quality: async () => {
      const [counts, duties] = await Promise.all([countsOf(_id), dutiesOf(_id)])
      const group = { family: batch.family, batchNo: _id }
      return counts === undefined ? null : qualityFigures([counts], dutyCounts(duties), group)
    },
  }))
}

function latestRuns(
  { imports }: Desk,
  batchNo: string,
  first: PageArguments['first'],
  deadline: ReadDeadline,
): Promise<ImportRun[]> {
  const options = { ...databaseLimits(deadline), sort: { _id: -1 }, limit: pageSize(first) } as const
  return imports.runs.find({ batchNo }, options).toArray()
}
