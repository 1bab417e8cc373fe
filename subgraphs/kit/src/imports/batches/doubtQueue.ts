import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { RawRow } from '../formats/rawRow.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import { type DoubtQuestion, doubtExport } from './doubtExport.ts'
import type { DoubtRow, QueuedRow, RowKey } from './queuedRow.ts'
import { addNewRows, countNewRows, dutyOf, rowsAmong } from './rowQueue.ts'

/** What the rows of one run share in a queue. */
export type QueuedBatch = Pick<QueuedRow, 'batchNo' | 'family' | 'file' | 'operator' | 'provider' | 'ruleSetId'>

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
        const _id = this.keyOf(batch.family, cells)
        return { _id, ...batch, line, cells, ...dutyOf(duty), faults, state: 'PENDING', queuedAt }
      }),
    )
  }

  /** Which of these keys are of rows that are or were here, with the records that they became. */
  among(keys: readonly string[]): Promise<Map<string, string | undefined>> {
    return rowsAmong(this.rows, keys)
  }

  /** Which of these doubts are about records that were reported already. */
  async reportedAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set()
    const reported = { _id: { $in: [...new Set(ids)] }, isReported: true }
    const found = await this.rows.find(reported, { projection: { _id: 1 } }).toArray()
    return new Set(found.map(({ _id }) => _id))
  }

  /** What `add` would answer; nothing is queued. */
  wouldAdd(rows: readonly { row: RawRow }[], { family }: Pick<QueuedBatch, 'family'>) {
    return countNewRows(
      this.rows,
      rows.map(({ row }) => this.keyOf(family, row.cells)),
    )
  }

  /** Notes what became of doubts whose corrections a batch brought: in (已处理), or in doubt again (已修改). */
  async corrected(ids: readonly string[], state: 'PROCESSED' | 'MODIFIED', correctedBy: string): Promise<void> {
    if (ids.length === 0) return
    const waiting = { _id: { $in: ids }, state: { $in: ['PENDING', 'MODIFIED'] } }
    await this.rows.updateMany(waiting, { $set: { state, correctedBy } })
  }

  /** Waiting rows of a family as a file; see `doubtExport`. */
  export(question: DoubtQuestion): AsyncGenerator<string> {
    return doubtExport(this.rows, question)
  }
}
