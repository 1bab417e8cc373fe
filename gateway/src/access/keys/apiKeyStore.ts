import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { mongo } from 'mongoose'
import { inTransaction } from '../../database/inTransaction.ts'

/** An API key as it is stored; its secret is not. */
export interface ApiKeyRecord {
  /** Id of the key. */
  readonly _id: string
  readonly claims: CallerClaims
  /** `apiKeyDigest`, hexadecimal. */
  readonly digest: string
  readonly createdAt: Date
  /** Who made it. */
  readonly createdBy: string
  readonly expiresAt: Date
  readonly revokedAt?: Date
  readonly revokedBy?: string
  /** Id of the key that takes its place. */
  readonly replacedBy?: string
  /** To the minute. */
  readonly lastUsedAt?: Date
}

const LONGEST_LIST = 1_000

/** The API keys in the hub's database. */
export class ApiKeyStore {
  private readonly keys: mongo.Collection<ApiKeyRecord>

  constructor(
    private readonly db: mongo.Db,
    private readonly deadlineMillis: number,
  ) {
    this.keys = db.collection<ApiKeyRecord>('api_keys')
  }

  find(id: string): Promise<ApiKeyRecord | null> {
    return this.keys.findOne({ _id: id }, { maxTimeMS: this.deadlineMillis })
  }

  list(): Promise<ApiKeyRecord[]> {
    return this.keys.find({}, { maxTimeMS: this.deadlineMillis }).sort({ _id: 1 }).limit(LONGEST_LIST).toArray()
  }

  async add(key: ApiKeyRecord): Promise<void> {
    await this.keys.insertOne(key)
  }

  /** Puts a key beside another that ends with the overlap: both or neither. */
  async replace(old: ApiKeyRecord, successor: ApiKeyRecord, oldExpiresAt: Date): Promise<void> {
    await inTransaction(this.db, async (session) => {
      await this.keys.insertOne(successor, { session })
      const change = { $set: { expiresAt: oldExpiresAt, replacedBy: successor._id } }
      await this.keys.updateOne({ _id: old._id }, change, { session })
    })
  }

  async revoke(id: string, revokedBy: string, revokedAt: Date): Promise<void> {
    await this.keys.updateOne({ _id: id }, { $set: { revokedAt, revokedBy } })
  }

  async used(id: string, lastUsedAt: Date): Promise<void> {
    await this.keys.updateOne({ _id: id }, { $set: { lastUsedAt } }, { writeConcern: { w: 1 } })
  }
}
