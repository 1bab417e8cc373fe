import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { mongo } from 'mongoose'
import { newId } from '../../store/newId.ts'
import type { ImportBatch } from './importBatch.ts'
import type { ImportRun } from './importRun.ts'

/** A batch number for a file that was sent without one: the day, then what no other batch has. */
export function newBatchNo(family: string, now: Date): string {
  return `${shanghaiDate(now).replaceAll('-', '')}-${family}-${newId(now.getTime()).slice(-12)}`
}

/** A run that has begun. */
export interface BegunRun {
  runId: string
  batchNo: string
  /** The batch was sent before. */
  isKnown: boolean
}

type BatchOwner = Pick<ImportBatch, '_id' | 'family' | 'provider'>

/** Keeps the batches of a division and what became of each run. */
export class BatchLog {
  private readonly batches: mongo.Collection<ImportBatch>
  private readonly runs: mongo.Collection<ImportRun>

  constructor({ batches, runs }: { batches: mongo.Collection<ImportBatch>; runs: mongo.Collection<ImportRun> }) {
    this.batches = batches
    this.runs = runs
  }

  /**
   * Notes that a batch begins, or begins again.
   * @throws HubError BAD_USER_INPUT when the number belongs to a batch of another family, or of another organisation
   */
  async begin(batch: Omit<ImportBatch, 'state'>): Promise<BegunRun> {
    const { _id: batchNo, ...facts } = batch
    const { operator, startedAt } = facts
    const before = await this.batches.findOneAndUpdate(
      { _id: batchNo },
      { $setOnInsert: { ...facts, state: 'RUNNING' } },
      { upsert: true, returnDocument: 'before' },
    )
    if (before !== null) refuseOther(before, batch)
    const run: ImportRun = { _id: newId(), batchNo, startedAt, state: 'RUNNING', operator }
    await this.runs.insertOne(run)
    if (before !== null) await this.batches.updateOne({ _id: batchNo }, { $set: { state: 'RUNNING' } })
    return { runId: run._id, batchNo, isKnown: before !== null }
  }

  /**
   * Whether a batch was sent before.
   * @throws HubError BAD_USER_INPUT as `begin` does
   */
  async isKnown(batch: BatchOwner): Promise<boolean> {
    const before = await this.batches.findOne({ _id: batch._id }, { projection: { family: 1, provider: 1 } })
    if (before !== null) refuseOther(before, batch)
    return before !== null
  }

  async end({ runId, batchNo }: BegunRun, end: Pick<ImportRun, 'state' | 'receipt' | 'reason'>): Promise<void> {
    await this.runs.updateOne({ _id: runId }, { $set: { endedAt: new Date(), ...end } })
    await this.batches.updateOne({ _id: batchNo }, { $set: { state: end.state } })
  }

  /** Runs that a former process of this division left unfinished; called before any import begins. */
  async closeInterrupted(): Promise<void> {
    const [left, closed] = [{ state: 'RUNNING' as const }, { $set: { state: 'INTERRUPTED' as const } }]
    await this.runs.updateMany(left, closed)
    await this.batches.updateMany(left, closed)
  }
}

function refuseOther(before: BatchOwner, { _id, family, provider }: BatchOwner): void {
  if (before.provider !== provider)
    throw new HubError(
      'BAD_USER_INPUT',
      `批次编号 ${_id} 是另一单位的批次，请另用编号 / the batch number is another organisation's: use another`,
    )
  if (before.family !== family)
    throw new HubError(
      'BAD_USER_INPUT',
      `批次编号 ${_id} 已用于 ${before.family}，请另用编号 / the batch number is one of ${before.family}: use another`,
    )
}
