import type { ClientSession, Connection, mongo } from 'mongoose'
import type { KeyedDigest } from '../sealing/keyedDigest.ts'

/** Inserted once, never changed: whoever inserts it owns the natural key, until a wrong link is undone and it is deleted. */
export interface RecordKey {
  /** Keyed digest of the natural key, which may hold a citizen id. */
  _id: string
  recordId: string
}

/** A natural key and its record. */
export interface OwnedKey {
  key: string
  recordId: string
}

/** Who owns which natural key in a division. */
export class RecordKeys {
  readonly collection: mongo.Collection<RecordKey>

  constructor(
    connection: Connection,
    private readonly digest: KeyedDigest,
  ) {
    this.collection = connection.collection('record_keys') as unknown as mongo.Collection<RecordKey>
  }

  /** Key -> recordId; keys that nobody owns are absent. */
  async owners(keys: readonly string[], options: mongo.FindOptions = {}): Promise<Map<string, string>> {
    if (keys.length === 0) return new Map()
    const keyOf = new Map(keys.map((key) => [this.stored(key), key]))
    const found = await this.collection.find({ _id: { $in: [...keyOf.keys()] } }, options).toArray()
    return new Map(found.map(({ _id, recordId }) => [keyOf.get(_id) ?? '', recordId]))
  }

  async take(keys: readonly OwnedKey[], session: ClientSession): Promise<void> {
    if (keys.length === 0) return
    await this.collection.insertMany(
      keys.map(({ key, recordId }) => ({ _id: this.stored(key), recordId })),
      { session },
    )
  }

  async release(keys: readonly OwnedKey[], session: ClientSession): Promise<void> {
    if (keys.length === 0) return
    // Looked at in the transaction and not by a second condition, for which some servers read the whole collection.
    const owners = await this.owners(
      keys.map(({ key }) => key),
      { session },
    )
    const owned = keys.filter(({ key, recordId }) => owners.get(key) === recordId)
    await this.collection.deleteMany({ _id: { $in: owned.map(({ key }) => this.stored(key)) } }, { session })
  }

  private stored(key: string): string {
    return this.digest('record-key', key)
  }
}
