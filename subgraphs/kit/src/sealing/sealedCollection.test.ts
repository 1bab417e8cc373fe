import mongoose, { type mongo } from 'mongoose'
import { describe, expect, test } from 'vitest'
import { familyModels } from '../store/familyModels.ts'
import { versionId } from '../store/versionId.ts'
import { importedFamily } from '../testing/sampleImport.ts'
import { testSealing } from '../testing/testSealing.ts'
import { type SealedAs, SealedCollection } from './sealedCollection.ts'
import { openDocument } from './sealedDocument.ts'

type Row = { _id: string } & Record<string, unknown>
type Update = { $set: Record<string, unknown> }

/** A collection over a server that only remembers what it was told to set. */
function writing<Document extends object>(sealedAs: SealedAs<Document>) {
  const written: Update[] = []
  const keep = async (_filter: unknown, update: Update) => written.push(update)
  const bulk = async (changes: { updateOne: { update: Update } }[]) =>
    written.push(...changes.map(({ updateOne }) => updateOne.update))
  const raw = { updateOne: keep, updateMany: keep, bulkWrite: bulk } as unknown as mongo.Collection
  return { collection: new SealedCollection(raw, sealedAs), written }
}

const ofRows: SealedAs<Row> = {
  sealer: testSealing.sealer,
  paths: { cells: 'ALWAYS', owner: { idNo: 'ALWAYS' } },
  placeOf: ({ _id }) => `rows/${_id}`,
}

describe('an update of a sealed collection', () => {
  test('of a record or a version of it binds what it seals to the record, which reads it', async () => {
    const { sealedAs } = familyModels(mongoose.createConnection(), importedFamily, testSealing).current
    const record = { recordId: '甲', version: 2 }
    const source = { line: 7 }
    for (const _id of [record.recordId, versionId(record)]) {
      const { collection, written } = writing(sealedAs)
      await collection.updateOne({ _id }, { $set: { source } })
      await collection.bulkWrite([{ updateOne: { filter: { _id }, update: { $set: { source } } } }])
      expect(written).toHaveLength(2)
      for (const { $set } of written) {
        const { sealer, paths, placeOf } = sealedAs
        expect($set.source).not.toEqual(source)
        const place = placeOf({ _id, ...record } as never)
        expect(openDocument($set, paths, place, sealer)).toEqual({ source })
      }
    }
  })

  test('takes nothing into a sensitive field by a path, which would stand in the clear', async () => {
    const { collection, written } = writing(ofRows)
    for (const path of ['owner.idNo', 'cells.电话']) {
      const update = { $set: { state: 'PENDING', [path]: '360426199101010071' } }
      expect(() => collection.updateOne({ _id: 'r' }, update)).toThrow(path)
      expect(() => collection.bulkWrite([{ updateOne: { filter: { _id: 'r' }, update } }])).toThrow(path)
      expect(() => collection.updateMany({ state: 'IGNORED' }, update)).toThrow(path)
    }
    expect(written).toEqual([])
  })

  test('seals for the one document that it names, and leaves what is not sensitive as it is', async () => {
    const { collection, written } = writing(ofRows)
    const set = { $set: { cells: { 电话: '19941000000' } } }
    expect(() => collection.updateMany({ _id: 'r' }, set)).toThrow('one document at a time')
    expect(() => collection.updateOne({ state: 'PENDING' }, set)).toThrow('name it by _id')
    expect(written).toEqual([])
    await collection.updateOne({ state: 'PENDING' }, { $set: { 'receipt.doubtful': 1 } })
    await collection.updateMany({}, { $set: { state: 'IGNORED' } })
    expect(written).toEqual([{ $set: { 'receipt.doubtful': 1 } }, { $set: { state: 'IGNORED' } }])
  })
})
