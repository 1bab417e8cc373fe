import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../test/setup/testDatabase.ts'
import { isWaiting } from '../imports/batches/queuedRow.ts'
import { readDeadline } from '../query/readDeadline.ts'
import { type DeskBench, deskBench, officer } from '../testing/deskBench.ts'
import { DeskWalk, deskSteps } from '../testing/deskSteps.ts'
import { importedFamily } from '../testing/sampleImport.ts'
import { linkRow, unlinkByHand } from './acts/deskActs.ts'
import { batchCounts } from './quality/batchCounts.ts'

const database = testDatabase()
let bench: DeskBench

beforeAll(async () => {
  bench = await deskBench(await connectTestDatabase(database))
})

/** The marks of rows by where they are: open in a queue, or the source of a record in force. */
async function marks(): Promise<{ open: string[]; inForce: string[] }> {
  const { doubts, unlinked } = bench.imports
  const queued = [...(await doubts.find({}).toArray()), ...(await unlinked.find({}).toArray())]
  const open = queued.filter((row) => isWaiting(row) || row.state === 'IGNORED').map(({ cells }) => String(cells.mark))
  const { current } = bench.records.modelsOf(importedFamily)
  const standing = await current.find({ recordState: 'CURRENT' }).toArray()
  return { open, inForce: standing.map(({ source }) => String(source?.raw?.mark)) }
}

async function counts() {
  const batches = await bench.imports.batches.find({}).toArray()
  return [...(await batchCounts(bench.desk, batches, readDeadline(20_000))).values()]
}

test('whatever comes and whatever officers do: every batch adds up, and every row is in one place', async () => {
  await fc.assert(
    fc.asyncProperty(deskSteps, async (steps) => {
      await bench.empty()
      bench.forget()
      const walk = new DeskWalk(bench)
      for (const step of steps) {
        await walk.take(step)
        for (const { standing, checked, wrong } of await counts()) {
          const { submitted, ...places } = standing
          expect(Object.values(places).every((rows) => rows >= 0)).toBe(true)
          expect(Object.values(places).reduce((sum, rows) => sum + rows, 0)).toBe(submitted)
          expect(0 <= wrong && wrong <= checked && checked <= submitted).toBe(true)
        }
        const { open, inForce } = await marks()
        const all = [...open, ...inForce]
        expect(all.length).toBe(new Set(all).size)
      }
    }),
    { numRuns: 30, endOnFailure: true },
  )
}, 240_000)

test('unlinked and linked again to the same subject, every record and key is as before but for its history', async () => {
  await fc.assert(
    fc.asyncProperty(deskSteps, async (steps) => {
      await bench.empty()
      bench.forget()
      const walk = new DeskWalk(bench)
      for (const step of steps) await walk.take(step)
      const before = await current()
      for (const { recordId, subjectId } of before.records.filter(({ recordState }) => recordState === 'CURRENT')) {
        const { rowId = '' } = await unlinkByHand(bench.desk, { recordId, reason: '错挂' }, officer)
        await linkRow(bench.desk, { rowId, subjectId, reason: '未错' }, officer)
      }
      expect(await current()).toEqual(before)
    }),
    { numRuns: 15, endOnFailure: true },
  )
}, 240_000)

test('sent again after whatever officers did, every batch is 重复 and nothing changes', async () => {
  await fc.assert(
    fc.asyncProperty(deskSteps, async (steps) => {
      await bench.empty()
      bench.forget()
      const walk = new DeskWalk(bench)
      for (const step of steps) await walk.take(step)
      const before = await everything()
      for (const { submitted, duplicate } of await walk.sendAllAgain()) expect(duplicate).toBe(submitted)
      expect(await everything()).toEqual(before)
    }),
    { numRuns: 40, endOnFailure: true },
  )
}, 240_000)

/** All that a division keeps of records and rows. */
async function everything() {
  const { current, versions } = bench.records.modelsOf(importedFamily)
  const { keys, outbox } = bench.records
  const { doubts, unlinked, acts, refused } = bench.imports
  const collections = [current.raw, versions.raw, keys.collection, outbox, doubts.raw, unlinked.raw, acts.raw, refused]
  return Promise.all(collections.map((collection) => collection.find({}, { sort: { _id: 1 } }).toArray()))
}

/** Records and keys, without how the records came to be so: a link by hand rests on a person's word. */
async function current() {
  const models = bench.records.modelsOf(importedFamily)
  const found = await models.current.find({}).sort({ recordId: 1 }).toArray()
  const keys = await bench.records.keys.collection.find({}, { sort: { _id: 1 } }).toArray()
  const records = found.map(({ version: _, recordedAt: __, change: ___, source, ...facts }) => {
    const { subject: ____, ...written } = source ?? {}
    return { ...facts, source: written }
  })
  return { records, keys }
}
