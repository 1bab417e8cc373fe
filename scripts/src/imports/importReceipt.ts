import { z } from 'zod'

const LINES_SHOWN = 5

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
  reasons: z.array(
    z.object({
      queue: z.enum(['DOUBTFUL', 'UNLINKED']).optional(),
      reason: z.string(),
      field: z.string().optional(),
      rows: count,
      lines: z.array(count),
    }),
  ),
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
    ['提示', 'warnings', receipt.warnings],
    ['毫秒', 'millis', Math.round(receipt.millis)],
  ]
}

/** Why rows were held back or came in with a remark, as rows of a table: queue, rule with its field, number, the first lines. */
export function reasonRows({ reasons }: ImportReceipt): (string | number)[][] {
  const queues = { DOUBTFUL: '疑问 doubtful', UNLINKED: '未关联 unlinked' }
  return reasons.map(({ queue, reason, field, rows, lines }) => [
    queue === undefined ? '提示 warning' : queues[queue],
    field === undefined ? reason : `${reason} (${field})`,
    rows,
    `行 lines ${lines.slice(0, LINES_SHOWN).join(', ')}${rows > LINES_SHOWN ? ' …' : ''}`,
  ])
}
