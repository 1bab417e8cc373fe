import type { mongo } from 'mongoose'
import type { RawRow } from '../formats/rawRow.ts'
import type { LinkAnswer } from '../linking/subjectLinker.ts'
import type { SubjectIdentity } from '../rows/subjectIdentity.ts'
import type { QueuedBatch } from './doubtQueue.ts'
import { rowKey, type UnlinkedRow } from './queuedRow.ts'
import { retryAfter } from './retryAfter.ts'
import { addNewRows, countNewRows } from './rowQueue.ts'

/** 未关联数据 of a division: rows whose subject the index does not know, or not surely, each once. */
export class UnlinkedQueue {
  constructor(private readonly rows: mongo.Collection<UnlinkedRow>) {}

  add(rows: readonly { row: RawRow; identity: SubjectIdentity; answer: LinkAnswer }[], batch: QueuedBatch) {
    const queuedAt = new Date()
    return addNewRows(
      this.rows,
      rows.map(({ row: { line, cells }, identity, answer }): UnlinkedRow => {
        const { outcome: reason, candidates } = answer
        return {
          _id: rowKey(batch.family, cells),
          ...batch,
          line,
          cells,
          identity,
          reason,
          candidates,
          state: 'PENDING',
          queuedAt,
          tries: 1,
          retryAt: retryAfter(1, queuedAt),
        }
      }),
    )
  }

  /** What `add` would answer; nothing is queued. */
  wouldAdd(rows: readonly { row: RawRow }[], { family }: Pick<QueuedBatch, 'family'>) {
    return countNewRows(
      this.rows,
      rows.map(({ row }) => rowKey(family, row.cells)),
    )
  }

  /** Rows whose time has come to ask the index again, the longest waiting first. */
  due(family: string, now: Date, limit: number): Promise<UnlinkedRow[]> {
    const condition = { family, state: 'PENDING', retryAt: { $lte: now } }
    return this.rows.find(condition as never, { limit, sort: { retryAt: 1, _id: 1 } }).toArray() as never
  }

  async stillUnlinked({ _id, tries }: UnlinkedRow, { outcome, candidates }: LinkAnswer, now: Date): Promise<void> {
    const retryAt = retryAfter(tries + 1, now)
    await this.rows.updateOne({ _id }, { $set: { reason: outcome, candidates, tries: tries + 1, retryAt } })
  }

  async processed(_id: string, facts: Pick<UnlinkedRow, 'recordId' | 'subjectId'>): Promise<void> {
    await this.rows.updateOne({ _id }, { $set: { ...facts, state: 'PROCESSED' }, $unset: { retryAt: 1 } })
  }
}
