import { mongo } from 'mongoose'
import { inTransaction } from '../../database/inTransaction.ts'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
import { type FrontRow, rowEntry } from './frontRow.ts'
import type { FrontTable } from './frontTarget.ts'

type FrontDocument = FrontRow & { readonly _id: string }

/** `credit_records` in a partner's MongoDB: the database of the address. */
export class MongoFront implements FrontTable {
  private readonly client: mongo.MongoClient

  constructor(
    url: string,
    private readonly millis: number,
  ) {
    this.client = new mongo.MongoClient(url, { serverSelectionTimeoutMS: millis, socketTimeoutMS: millis })
  }

  async write(rows: readonly FrontRow[]): Promise<void> {
    const db = this.client.db()
    const records = db.collection<FrontDocument>('credit_records')
    // By id and nothing else, which every server finds by its index.
    const writes = rows.map((row) => {
      const there = [{ $ifNull: ['$version', 0] }, { $ifNull: ['$place', 0] }, { $ifNull: ['$withdrawn', false] }]
      const isLater = { $gt: [there, [row.version, row.place, row.withdrawn]] }
      const update = [
        { $replaceWith: { $cond: [isLater, '$$ROOT', { $mergeObjects: ['$$ROOT', { $literal: row }] }] } },
      ]
      return { updateOne: { filter: { _id: `${row.agreement}:${row.record_id}` }, update, upsert: true } }
    })
    const { millis } = this
    const end = Date.now() + millis
    const write = (session: mongo.ClientSession) => {
      // The driver would try for two minutes to get past another writer.
      if (Date.now() >= end) throw Object.assign(new Error('another writes the same rows'), { code: 'ETIMEDOUT' })
      return records.bulkWrite(writes, { session, ordered: true, maxTimeMS: millis })
    }
    await inTransaction(db, write, { maxCommitTimeMS: millis })
  }

  async *standing(agreement: string): AsyncIterable<HeldEntry> {
    const projection = { record_id: 1, version: 1, family: 1, subject_id: 1 }
    const records = this.client.db().collection<FrontDocument>('credit_records')
    for await (const row of records.find({ agreement, withdrawn: false }, { projection })) yield rowEntry(row)
  }

  close(): Promise<void> {
    return this.client.close()
  }
}
