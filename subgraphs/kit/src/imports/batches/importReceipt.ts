import type { DivisionName } from '@hub/schema/divisions/divisions'

/** What a row of a file came to; every row comes to exactly one. */
export type RowOutcome = 'created' | 'updated' | 'doubtful' | 'unlinked' | 'duplicate'

/** What a division answers to a batch: 上报 = 新增 + 更新 + 疑问 + 未关联 + 重复. */
export interface ImportReceipt extends Record<RowOutcome, number> {
  batchNo: string
  division: DivisionName
  /** Import path of the family. */
  family: string
  submitted: number
  /** Rows that came in with a remark; not an outcome of their own. */
  warnings: number
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
    return { batchNo, division, family, submitted, ...this.outcomes, warnings, millis }
  }
}
