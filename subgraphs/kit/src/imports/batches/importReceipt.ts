import type { DivisionName } from '@hub/schema/divisions/divisions'

/** What a row of a file came to; every row comes to exactly one. */
export type RowOutcome = 'created' | 'updated' | 'doubtful' | 'unlinked' | 'duplicate'

/** Lines that a reason names: enough to look at, however many rows it holds back. */
const LINES_NAMED = 20

/** Why rows of a file were held back, those that waited already included, or remarked on. A row of several counts for each. */
export interface RowReason {
  /** Where the rows wait; absent where they came in with a remark. */
  queue?: 'DOUBTFUL' | 'UNLINKED' | undefined
  /** The rule, or why the index did not link. */
  reason: string
  field?: string | undefined
  rows: number
  /** Where the first of them stand in the file. */
  lines: number[]
}

/** What a division answers to a batch: 上报 = 新增 + 更新 + 疑问 + 未关联 + 重复. */
export interface ImportReceipt extends Record<RowOutcome, number> {
  batchNo: string
  division: DivisionName
  /** Import path of the family. */
  family: string
  submitted: number
  /** Rows that came in with a remark; not an outcome of their own. */
  warnings: number
  reasons: RowReason[]
  millis: number
}

/** Counts rows as they are dealt with. Rows are counted twice over, when read and when decided: the receipt compares. */
export class ReceiptCounter {
  submitted = 0
  warnings = 0
  private readonly outcomes: Record<RowOutcome, number> = {
    created: 0,
    updated: 0,
    doubtful: 0,
    unlinked: 0,
    duplicate: 0,
  }

  private readonly reasons = new Map<string, RowReason>()

  /** Notes why the row of a line was held back, or without a queue remarked on; what is found several times in it counts once. */
  noteReasons(queue: RowReason['queue'], found: readonly Pick<RowReason, 'reason' | 'field'>[], line: number): void {
    const distinct = new Map(found.map(({ reason, field }) => [[queue, reason, field].join(), { reason, field }]))
    for (const [key, { reason, field }] of distinct) {
      const known = this.reasons.get(key) ?? { queue, reason, field, rows: 0, lines: [] }
      known.rows += 1
      if (known.lines.length < LINES_NAMED) known.lines.push(line)
      this.reasons.set(key, known)
    }
  }

  count(outcome: RowOutcome, rows = 1): void {
    this.outcomes[outcome] += rows
  }

  get decided(): number {
    return Object.values(this.outcomes).reduce((sum, rows) => sum + rows, 0)
  }

  /** @throws Error when a row was lost or counted twice: a fault of the pipeline that must never pass for a receipt */
  receipt(batch: Pick<ImportReceipt, 'batchNo' | 'division' | 'family' | 'millis'>): ImportReceipt {
    const { submitted, warnings, decided } = this
    if (submitted !== decided) {
      throw new Error(`Receipt of ${batch.batchNo} does not add up: ${submitted} rows read, ${decided} decided`)
    }
    const { batchNo, division, family, millis } = batch
    const reasons = [...this.reasons.values()].toSorted((a, b) => b.rows - a.rows)
    return { batchNo, division, family, submitted, ...this.outcomes, warnings, reasons, millis }
  }
}
