import type { RawRow } from '@hub/schema/formats/rawRow'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { LinkAnswer } from '../linking/subjectLinker.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import type { QueuedBatch } from './doubtQueue.ts'
import type { RowKey, UnlinkedRow } from './queuedRow.ts'
import { retryAfter } from './retryAfter.ts'
import { addNewRows, countNewRows, dutyOf, rowsAmong } from './rowQueue.ts'

type WaitingFor = Pick<JudgedRow, 'row' | 'identity' | 'dutyFrom' | 'isReported'>

/** 未关联数据 of a division: rows whose subject the index does not know, or not surely, each once. */
export class UnlinkedQueue {
  constructor(
    readonly rows: SealedCollection<UnlinkedRow>,
    private readonly keyOf: RowKey,
  ) {}

  add(rows: readonly { judged: WaitingFor; answer: LinkAnswer }[], batch: QueuedBatch) {
    const queuedAt = new Date()
    return addNewRows(
      this.rows,
      rows.map(({ judged: { row, identity, ...judged }, answer }): UnlinkedRow => {
        const { outcome: reason, candidates } = answer
        const { line, cells } = row
        return {
          _id: this.keyOf(batch.family, cells, batch.provider),
          ...batch,
          line,
          cells,
          ...dutyOf(judged),
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

  /** Which of these keys are of rows that are or were here, with the records that they became. */
  among(keys: readonly string[]): Promise<Map<string, string | undefined>> {
    return rowsAmong(this.rows, keys)
  }

  /** What `add` would answer; nothing is queued. */
  wouldAdd(
    rows: readonly { judged: { row: RawRow } }[],
    { family, provider }: Pick<QueuedBatch, 'family' | 'provider'>,
  ) {
    return countNewRows(
      this.rows,
      rows.map(({ judged: { row } }) => this.keyOf(family, row.cells, provider)),
    )
  }

  /** Rows whose time has come to ask the index again, the longest waiting first. */
  due(family: string, now: Date, limit: number): Promise<UnlinkedRow[]> {
    const condition = { family, state: { $in: ['PENDING', 'MODIFIED'] }, retryAt: { $lte: now } }
    return this.rows.find(condition, { limit, sort: { retryAt: 1, _id: 1 } }).toArray()
  }

  /** Notes that the index could still not link a row, unless somebody has dealt with it meanwhile. */
  async stillUnlinked({ _id, state, tries, revision }: UnlinkedRow, answer: LinkAnswer, now: Date): Promise<void> {
    const { outcome: reason, candidates } = answer
    const retryAt = retryAfter(tries + 1, now)
    const asRead = { _id, state, revision: revision ?? null }
    await this.rows.updateOne(asRead, { $set: { reason, candidates, tries: tries + 1, retryAt } })
  }
}
