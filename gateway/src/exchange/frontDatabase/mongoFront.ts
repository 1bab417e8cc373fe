import { mongo } from 'mongoose'
import { inTransaction } from '../../database/inTransaction.ts'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
import { type FrontRow, rowEntry } from './frontRow.ts'
import type { FrontTable } from './frontTarget.ts'

type FrontDocument = FrontRow & { readonly _id: string }

/** `credit_records` in a partner's MongoDB: the database of the address. */
export class MongoFront implements FrontTable {
  private readonly client: mongo.MongoClient

  constructor(url: string, millis: number) {
    this.client = new mongo.MongoClient(url, { serverSelectionTimeoutMS: millis, socketTimeoutMS: millis })
  }

  async write(rows: readonly FrontRow[]): Promise<void> {
    const db = this.client.db()
    const records = db.collection<FrontDocument>('credit_records')
    // By id and nothing else, which every server finds by its index.
    const writes = rows.map((row) => {
      const isNewer = { $gt: [{ $ifNull: ['$version', 0] }, row.version] }
      const update = [
        { $replaceWith: { $cond: [isNewer, '$$ROOT', { $mergeObjects: ['$$ROOT', { $literal: row }] }] } },
      ]
      return { updateOne: { filter: { _id: `${row.agreement}:${row.record_id}` }, update, upsert: true } }
    })
    await inTransaction(db, (session) => records.bulkWrite(writes, { session, ordered: true }))
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
