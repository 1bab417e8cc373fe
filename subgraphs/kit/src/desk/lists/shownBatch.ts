import type { ImportBatch } from '../../imports/batches/importBatch.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import type { Desk } from '../desk.ts'
import { type BatchCounts, batchCounts } from '../quality/batchCounts.ts'
import { qualityFigures } from '../quality/qualityFigures.ts'

/** Batches as GraphQL's ImportBatch; their rows are counted for all of them at once, when it is selected of one. */
export function shownBatches(desk: Desk, batches: readonly ImportBatch[], deadline: ReadDeadline) {
  let counting: Promise<ReadonlyMap<string, BatchCounts>> | undefined
  const countsOf = async (batchNo: string): Promise<BatchCounts | undefined> => {
    counting ??= batchCounts(desk, batches, deadline)
    return (await counting).get(batchNo)
  }
  return batches.map(({ _id, ...batch }) => ({
    ...batch,
    batchNo: _id,
    standing: async () => (await countsOf(_id))?.standing ?? null,
    quality: async () => {
      const counts = await countsOf(_id)
      return counts === undefined ? null : qualityFigures([counts], { family: batch.family, batchNo: _id })
    },
  }))
}
