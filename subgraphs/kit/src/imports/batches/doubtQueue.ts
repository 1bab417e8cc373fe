import type { RawRow } from '@hub/schema/formats/rawRow'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { ColumnPlan } from '../columns/columnPlan.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import { type DoubtQuestion, doubtExport } from './doubtExport.ts'
import type { DoubtRow, QueuedRow, RowKey } from './queuedRow.ts'
import { addNewRows, countNewRows, dutyOf, rowsAmong } from './rowQueue.ts'

/** What the rows of one run share in a queue. */
export type QueuedBatch = Pick<QueuedRow, 'batchNo' | 'family' | 'file' | 'operator' | 'provider' | 'ruleSetId'>

/** What has to be known of a doubt that a row corrects. */
export type AboutDoubt = Pick<DoubtRow, 'provider' | 'isReported' | 'cells' | 'reported'>

type DoubtfulRow = Pick<JudgedRow, 'row' | 'faults' | 'dutyFrom' | 'isReported'>

/** 疑问数据 of a division: rows held back by a rule, each once, until a person has dealt with it. */
export class DoubtQueue {
  constructor(
    readonly rows: SealedCollection<DoubtRow>,
    private readonly keyOf: RowKey,
  ) {}

  add(rows: readonly DoubtfulRow[], batch: QueuedBatch) {
    const queuedAt = new Date()
    return addNewRows(
      this.rows,
      rows.map(({ row: { line, cells }, faults, ...duty }): DoubtRow => {
        const _id = this.keyOf(batch.family, cells, batch.provider)
        return { _id, ...batch, line, cells, ...dutyOf(duty), faults, state: 'PENDING', queuedAt }
      }),
    )
  }

  /** Which of these keys are of rows that are or were here, with the records that they became. */
  among(keys: readonly string[]): Promise<Map<string, string | undefined>> {
    return rowsAmong(this.rows, keys)
  }

  /** Of these doubts, whose rows they are, what these say, and whether their records were reported already. */
  async about(ids: readonly string[]): Promise<ReadonlyMap<string, AboutDoubt>> {
    if (ids.length === 0) return new Map()
    const projection = { provider: 1, isReported: 1, cells: 1, reported: 1 }
    const found = await this.rows.find({ _id: { $in: [...new Set(ids)] } }, { projection }).toArray()
    return new Map(found.map(({ _id, ...about }) => [_id, about]))
  }

  /** What `add` would answer; nothing is queued. */
  wouldAdd(rows: readonly { row: RawRow }[], { family, provider }: Pick<QueuedBatch, 'family' | 'provider'>) {
    return countNewRows(
      this.rows,
      rows.map(({ row }) => this.keyOf(family, row.cells, provider)),
    )
  }

  /** Notes what became of doubts whose corrections a batch brought: in (已处理), or in doubt again (已修改). */
  async corrected(ids: readonly string[], state: 'PROCESSED' | 'MODIFIED', correctedBy: string): Promise<void> {
    if (ids.length === 0) return
    const waiting = { _id: { $in: ids }, state: { $in: ['PENDING', 'MODIFIED'] } }
    await this.rows.updateMany(waiting, { $set: { state, correctedBy } })
  }

  /** Waiting rows of a family as a file; see `doubtExport`. */
  export(plan: ColumnPlan, question: DoubtQuestion): AsyncGenerator<string> {
    return doubtExport(this.rows, plan, question)
  }
}
