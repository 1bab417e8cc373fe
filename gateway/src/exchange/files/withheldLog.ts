import type { mongo } from 'mongoose'
import type { FileSubject, FinishedFile } from './fileLog.ts'
import { rowId, rowIds } from './rowId.ts'

/** Which records files have left out, because their form refuses them, with the day of their decision. */
export class WithheldLog {
  private readonly records: mongo.Collection<{ _id: string; decidedOn: string }>

  constructor(db: mongo.Db) {
    this.records = db.collection('exchange_file_withheld')
  }

  /** Record -> day, of those that a message has left out and no later file of it has told of. */
  async of(agreementId: string, message: string): Promise<Map<string, string>> {
    const { prefix, range } = rowIds(agreementId, message)
    const found = await this.records.find({ _id: range }).toArray()
    return new Map(found.map(({ _id, decidedOn }) => [_id.slice(prefix.length), decidedOn]))
  }

  /**
   * What a finished file changes: records that it has seen and not left out wait no longer.
   * @returns to be done in the transaction that finishes the file
   */
  async changes(
    { agreementId, message }: Pick<FileSubject, 'agreementId' | 'message'>,
    { withheld, seen }: Pick<FinishedFile, 'withheld' | 'seen'>,
  ): Promise<(session: mongo.ClientSession) => Promise<void>> {
    const idOf = (recordId: string): string => rowId(agreementId, message, recordId)
    const known = [...(await this.of(agreementId, message)).keys()]
    const settled = known.filter((recordId) => seen.has(recordId) && !withheld.has(recordId)).map(idOf)
    const left = [...withheld].map(([recordId, decidedOn]) => ({
      updateOne: { filter: { _id: idOf(recordId) }, update: { $set: { decidedOn } }, upsert: true },
    }))
    return async (session) => {
      if (settled.length > 0) await this.records.deleteMany({ _id: { $in: settled } }, { session })
      if (left.length > 0) await this.records.bulkWrite(left, { session })
    }
  }
}
