import type { mongo } from 'mongoose'
import type { RawRow } from '../formats/rawRow.ts'
import type { RowFault } from '../rows/rowReading.ts'
import { type DoubtRow, type QueuedRow, rowKey } from './queuedRow.ts'

const DUPLICATE_KEY = 11000

export interface DoubtedRow {
  row: RawRow
  faults: RowFault[]
}

/** 疑问数据 of a division: rows held back by a rule, each once, until a person has dealt with it. */
export class DoubtQueue {
  constructor(private readonly doubts: mongo.Collection<DoubtRow>) {}

  /** Queues rows; a row that is in the queue already, in whatever state, is known and stays as it is. */
  async add(
    rows: readonly DoubtedRow[],
    batch: Pick<QueuedRow, 'batchNo' | 'family' | 'file' | 'ruleSetId'>,
  ): Promise<{ queued: number; known: number }> {
    if (rows.length === 0) return { queued: 0, known: 0 }
    const queuedAt = new Date()
    const documents = rows.map(({ row, faults }): DoubtRow => {
      const { line, cells } = row
      return { _id: rowKey(batch.family, cells), ...batch, line, cells, faults, state: 'PENDING', queuedAt }
    })
    const queued = await this.insertNew(new Map(documents.map((document) => [document._id, document])))
    return { queued, known: rows.length - queued }
  }

  private async insertNew(documents: Map<string, DoubtRow>): Promise<number> {
    const known = await this.doubts.find({ _id: { $in: [...documents.keys()] } }, { projection: { _id: 1 } }).toArray()
    for (const { _id } of known) documents.delete(_id)
    if (documents.size === 0) return 0
    try {
      return (await this.doubts.insertMany([...documents.values()], { ordered: false })).insertedCount
    } catch (error) {
      // Another import queued some of them since we looked.
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error
      return this.insertNew(documents)
    }
  }
}
