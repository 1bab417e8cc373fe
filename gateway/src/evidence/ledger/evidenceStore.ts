import type { mongo } from 'mongoose'
import type { Checkpoint } from '../chain/checkpoint.ts'
import type { EvidenceRecord } from '../record/evidenceRecord.ts'

/** A record as stored; its `_id` makes every place of a chain be taken once. */
export interface StoredEvidence extends Omit<EvidenceRecord, 'at'> {
  readonly _id: string
  readonly at: Date
}

/** One run of one hub. */
export interface ChainEntry {
  /** The chain's id; later chains have greater ones. */
  readonly _id: string
  readonly instance: string
}

const DIGITS = 12

function placeOf(chain: string, sequence: number): string {
  return `${chain}:${String(sequence).padStart(DIGITS, '0')}`
}

/** Places of a chain from a sequence on: `;` follows `:`. */
function placesFrom(chain: string, sequence: number) {
  return { _id: { $gte: placeOf(chain, sequence), $lt: `${chain};` } }
}

/** A record as it is stored: copied member by member, which costs a fifth of assigning so many at once. */
function asStored(record: EvidenceRecord): StoredEvidence {
  const stored: Record<string, unknown> = { _id: placeOf(record.chain, record.sequence) }
  for (const name in record) stored[name] = record[name as keyof EvidenceRecord]
  stored.at = new Date(record.at)
  return stored as unknown as StoredEvidence
}

/** A stored record as it was hashed. */
export function evidenceRecord({ _id, at, ...record }: StoredEvidence): EvidenceRecord {
  return { ...record, at: at.toISOString() }
}

/** Evidence in the hub's database: records are only inserted; only pruning deletes. */
export class EvidenceStore {
  readonly records: mongo.Collection<StoredEvidence>
  private readonly checkpoints: mongo.Collection<Checkpoint & { _id: string }>
  private readonly chains: mongo.Collection<ChainEntry>

  constructor(db: mongo.Db) {
    this.records = db.collection('evidence')
    this.checkpoints = db.collection('evidence_checkpoints')
    this.chains = db.collection('evidence_chains')
  }

  /** Builds what the views of auditors and subjects are read by. */
  async buildIndexes(): Promise<void> {
    await this.records.createIndexes([
      { key: { at: 1, _id: 1 } },
      { key: { caller: 1, at: 1, _id: 1 } },
      { key: { subjectIds: 1, at: 1, _id: 1 } },
      { key: { operation: 1, at: 1, _id: 1 } },
      { key: { purpose: 1, at: 1, _id: 1 } },
    ])
    await this.chains.createIndex({ instance: 1, _id: 1 })
  }

  /** @throws MongoServerError 11000 when the place of a record is taken; those before it are written */
  async insert(records: readonly EvidenceRecord[]): Promise<void> {
    await this.records.insertMany(records.map(asStored), { ordered: true })
  }

  /** Records of a chain from a sequence on, in order. */
  async *recordsFrom(chain: string, sequence: number): AsyncGenerator<EvidenceRecord> {
    for await (const stored of this.records.find(placesFrom(chain, sequence)).sort({ _id: 1 }))
      yield evidenceRecord(stored)
  }

  async addChain(chain: string, instance: string): Promise<void> {
    await this.chains.insertOne({ _id: chain, instance })
  }

  /** Chains in the order of their beginning; of one instance where it is named. */
  async listChains(instance?: string): Promise<ChainEntry[]> {
    return this.chains
      .find(instance === undefined ? {} : { instance })
      .sort({ _id: 1 })
      .toArray()
  }

  /** Added twice it is the same: a retry must not fail. */
  async addCheckpoint(checkpoint: Checkpoint): Promise<void> {
    const _id = placeOf(checkpoint.chain, checkpoint.size)
    await this.checkpoints.updateOne({ _id }, { $setOnInsert: checkpoint }, { upsert: true })
  }

  /** Checkpoints of one chain, or of all, by chain and size. */
  async listCheckpoints(chain?: string): Promise<Checkpoint[]> {
    const found = await this.checkpoints
      .find(chain === undefined ? {} : placesFrom(chain, 0))
      .sort({ _id: 1 })
      .toArray()
    return found.map(({ _id, ...checkpoint }) => checkpoint)
  }

  /** Takes away the first records of a chain. */
  async deleteBefore(chain: string, size: number): Promise<number> {
    const _id = { $gte: placeOf(chain, 0), $lt: placeOf(chain, size) }
    return (await this.records.deleteMany({ _id })).deletedCount
  }
}
