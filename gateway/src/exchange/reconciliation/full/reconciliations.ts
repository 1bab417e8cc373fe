import { randomUUID } from 'node:crypto'
import type { mongo } from 'mongoose'
import type { ReadLimits } from '../../agreements/agreementStore.ts'
import type { ReconciliationRun, RunDifference } from './reconciliationRun.ts'

/** Differences written together. */
const AT_A_TIME = 1_000

type RunChange = Partial<Omit<ReconciliationRun, '_id'>>

/** Full reconciliations and what they have found, in the hub's database. */
export class Reconciliations {
  readonly runs: mongo.Collection<ReconciliationRun>
  readonly differences: mongo.Collection<RunDifference>

  constructor(db: mongo.Db) {
    this.runs = db.collection('exchange_reconciliations')
    this.differences = db.collection('exchange_differences')
  }

  async buildIndexes(): Promise<void> {
    await this.runs.createIndex({ agreement: 1, at: 1 })
    await this.differences.createIndex({ run: 1, _id: 1 })
  }

  async add(asked: Pick<ReconciliationRun, 'agreement' | 'by' | 'reason' | 'repairs'>): Promise<ReconciliationRun> {
    const begun = { state: 'COMPARING', found: null, after: null, replay: null, endedAt: null, fault: null } as const
    const run = { _id: randomUUID(), ...asked, at: new Date(), ...begun }
    await this.runs.insertOne(run)
    return run
  }

  /** The first of an agreement that is not over. */
  async open(agreement: string): Promise<ReconciliationRun | undefined> {
    const wanted = { agreement, endedAt: null }
    const [first] = await this.runs.find(wanted).sort({ at: 1, _id: 1 }).limit(1).toArray()
    return first
  }

  find(id: string, limits: ReadLimits = {}): Promise<ReconciliationRun | null> {
    return this.runs.findOne({ _id: id }, limits)
  }

  /** Changes a run as long as it stands where it was seen: a hub that has lost its lease ends none that another goes on with. */
  async change({ _id, state }: Pick<ReconciliationRun, '_id' | 'state'>, changes: RunChange): Promise<void> {
    await this.runs.updateOne({ _id, state }, { $set: changes })
  }

  /** Keeps what the first comparison has found; what an interrupted one had found before goes. */
  async keepFound(run: string, differences: readonly RunDifference[]): Promise<void> {
    await this.differences.deleteMany({ run })
    for (let from = 0; from < differences.length; from += AT_A_TIME)
      await this.differences.insertMany(differences.slice(from, from + AT_A_TIME))
  }

  /** Keeps what the comparison after the repair has found, and nothing else remains. */
  async keepRemaining(run: string, differences: readonly RunDifference[]): Promise<void> {
    await this.differences.updateMany({ run }, { $set: { remains: false } })
    for (let from = 0; from < differences.length; from += AT_A_TIME) {
      const some = differences.slice(from, from + AT_A_TIME)
      await this.differences.bulkWrite(
        some.map(({ _id, sentAt, remains: _, ...facts }) => ({
          updateOne: {
            filter: { _id },
            update: { $set: { ...facts, remains: true }, $setOnInsert: { sentAt } },
            upsert: true,
          },
        })),
      )
    }
  }

  /** What no delivery repairs yet and one can, of some records or of all. */
  unsent(run: string, most: number, recordIds?: readonly string[]): Promise<RunDifference[]> {
    const ofRecords = recordIds && { _id: { $in: recordIds.map((recordId) => differenceId(run, recordId)) } }
    return this.differences
      .find({ run, sentAt: null, remains: false, ...ofRecords })
      .sort({ _id: 1 })
      .limit(most)
      .toArray()
  }

  async sent(run: string, recordIds: readonly string[]): Promise<void> {
    const ids = recordIds.map((recordId) => differenceId(run, recordId))
    await this.differences.updateMany({ _id: { $in: ids }, sentAt: null }, { $set: { sentAt: new Date() } })
  }

  /** These no delivery can repair. */
  async leave(run: string, recordIds: readonly string[]): Promise<void> {
    const ids = recordIds.map((recordId) => differenceId(run, recordId))
    await this.differences.updateMany({ _id: { $in: ids } }, { $set: { remains: true } })
  }
}

export function differenceId(run: string, recordId: string): string {
  return `${run}/${recordId}`
}
