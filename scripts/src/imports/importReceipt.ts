import { z } from 'zod'

const count = z.number().int().nonnegative()

/** What a division says of a finished batch; `submitted` is the sum of the five outcomes. */
export const importReceipt = z.object({
  batchNo: z.string(),
  division: z.string(),
  family: z.string(),
  submitted: count,
  created: count,
  updated: count,
  doubtful: count,
  unlinked: count,
  duplicate: count,
  warnings: count,
  millis: z.number(),
})

export type ImportReceipt = z.infer<typeof importReceipt>

/** The receipt as rows of a table: Chinese name, field name, number. */
export function receiptRows(receipt: ImportReceipt): (string | number)[][] {
  return [
    ['批次', 'batchNo', receipt.batchNo],
    ['上报', 'submitted', receipt.submitted],
    ['新增', 'created', receipt.created],
    ['更新', 'updated', receipt.updated],
    ['疑问', 'doubtful', receipt.doubtful],
    ['未关联', 'unlinked', receipt.unlinked],
    ['重复', 'duplicate', receipt.duplicate],
    ['警告', 'warnings', receipt.warnings],
    ['毫秒', 'millis', Math.round(receipt.millis)],
  ]
}
