import mongoose from 'mongoose'
import { expect, test } from 'vitest'
import type { Importer } from '../importer.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import type { ImportPlaces } from './importPlaces.ts'
import { knownRows } from './knownRows.ts'

type Store = ImportPlaces['store']

/** A batch that brought nothing before, and a store that makes of a row what it is told to. */
function placesWith(contentOf: Store['contentOf']) {
  const nothing = async () => new Map<string, string | undefined>()
  const store = { contentOf, reportedAmong: async () => new Map<number, string>() }
  const places = { store, rowKey: () => 'key', doubts: { among: nothing }, unlinked: { among: nothing } }
  return places as unknown as ImportPlaces
}

const importer = { name: 'notes', family: {} } as unknown as Importer
const row = { row: { cells: {} }, fields: {} } as unknown as JudgedRow

test('a row that no type can hold is not known, and does not end the batch: storing it is where it becomes a doubt', async () => {
  const places = placesWith(() => {
    throw new mongoose.Error.ValidationError()
  })
  expect([...(await knownRows(importer, { batchNo: 'B1' }, places)([row]))]).toEqual([])
})

test('a failure that is not the row’s own is thrown', async () => {
  const places = placesWith(() => {
    throw new Error('out of order')
  })
  await expect(knownRows(importer, { batchNo: 'B1' }, places)([row])).rejects.toThrow('out of order')
})
