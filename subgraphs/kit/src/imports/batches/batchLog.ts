import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { mongo } from 'mongoose'
import { newId } from '../../store/newId.ts'
import type { ImportBatch, ImportRun } from './importBatch.ts'

/** A batch number for a file that was sent without one: the day, then what no other batch has. */
export function newBatchNo(family: string, now: Date): string {
  return `${shanghaiDate(now).replaceAll('-', '')}-${family}-${newId(now.getTime()).slice(-12)}`
}

/** Keeps the batches of a division and what became of each run. */
export class BatchLog {
  constructor(private readonly batches: mongo.Collection<ImportBatch>) {}

  /**
   * Notes that a batch begins, or begins again; answers the number of its run.
   * @throws HubError BAD_USER_INPUT when the number belongs to a batch of another family
   */
  async begin(batch: Omit<ImportBatch, 'runs'>): Promise<number> {
    const { _id, family, ...facts } = batch
    const run: ImportRun = { startedAt: batch.startedAt, state: 'RUNNING', operator: batch.operator }
    const known = await this.batches.findOneAndUpdate(
      { _id },
      { $setOnInsert: { family, ...facts }, $push: { runs: run } },
      { upsert: true, returnDocument: 'after' },
    )
    if (known === null || known.family === family) return (known?.runs.length ?? 1) - 1
    await this.end(_id, known.runs.length - 1, { state: 'FAILED', reason: '批次编号已用于其他记录类别' })
    throw new HubError('BAD_USER_INPUT', `批次编号 ${_id} 已用于 ${known.family}，请另用编号`)
  }

  /** Whether a batch was sent before. */
  async isKnown(batchNo: string): Promise<boolean> {
    return (await this.batches.findOne({ _id: batchNo }, { projection: { _id: 1 } })) !== null
  }

  async end(batchNo: string, run: number, end: Omit<ImportRun, 'startedAt' | 'operator'>): Promise<void> {
    const fields = Object.entries({ endedAt: new Date(), ...end }).map(([name, value]) => [
      `runs.${run}.${name}`,
      value,
    ])
    await this.batches.updateOne({ _id: batchNo }, { $set: Object.fromEntries(fields) })
  }

  /** Runs that a former process of this division left unfinished; called before any import begins. */
  async closeInterrupted(): Promise<void> {
    await this.batches.updateMany(
      { runs: { $elemMatch: { state: 'RUNNING' } } },
      { $set: { 'runs.$[open].state': 'INTERRUPTED' } },
      { arrayFilters: [{ 'open.state': 'RUNNING' }] },
    )
  }
}
