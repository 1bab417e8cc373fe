import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../test/setup/testDatabase.ts'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import { readDeadline } from '../query/readDeadline.ts'
import { RecordReader } from '../query/recordReader.ts'
import { naiveBatches } from '../testing/naiveBatches.ts'
import { NaiveStore, type NaiveVersion, toWriteRequest } from '../testing/naiveStore.ts'
import { sampleFamily } from '../testing/sampleFamily.ts'
import { testSealing } from '../testing/testSealing.ts'
import { buildIndexes, type DivisionCollections, divisionCollections } from './divisionCollections.ts'
import { RecordStore } from './recordStore.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const order = { path: 'recordedAt', direction: 'ASC' as const }

const database = testDatabase()
let collections: DivisionCollections

beforeAll(async () => {
  collections = divisionCollections(await connectTestDatabase(database), [sampleFamily], testSealing)
  await buildIndexes(collections)
})

const reader = () => new RecordReader(collections, readDeadline(5_000), { caller: 'inspector', role: 'INSPECTOR' })
const put = (noteNo: string, title = '甲') => ({ kind: 'PUT' as const, subjectId: 'S1', fields: { noteNo, title } })

async function empty(): Promise<void> {
  const { current, versions } = collections.modelsOf(sampleFamily)
  await Promise.all([
    current.deleteMany({}),
    versions.deleteMany({}),
    collections.keys.collection.deleteMany({}),
    collections.outbox.deleteMany({}),
  ])
}

describe('RecordStore on the real database', () => {
  test('reads at any asOf agree with a list of versions per record', async () => {
    await fc.assert(
      fc.asyncProperty(naiveBatches, async (batches) => {
        await empty()
        const model = new NaiveStore()
        const idByNote = new Map<string, string>()
        let now = START
        const store = new RecordStore(collections, () => new Date(now))
        for (const { wait, requests } of batches) {
          now += wait
          const known = requests.filter((request) => request.kind === 'PUT' || idByNote.has(request.noteNo))
          const outcomes = await store.write(
            sampleFamily,
            known.map((request) => toWriteRequest(request, (noteNo) => idByNote.get(noteNo))),
            { operator: 'test' },
          )
          known.forEach((request, index) => {
            const outcome = outcomes[index]
            expect(outcome?.outcome).toBe(model.apply(request, now))
            if (request.kind === 'PUT' && outcome !== undefined && 'recordId' in outcome)
              idByNote.set(String(request.fields.noteNo), outcome.recordId)
          })
        }
        for (let instant = START - 1; instant <= now + 8; instant++) {
          const found = await reader().page(sampleFamily, {
            conditions: [],
            order,
            limit: 100,
            asOf: new Date(instant),
          })
          expect(found.map(fact).sort()).toEqual(model.at(instant).map(naiveFact).sort())
        }
        const current = await reader().page(sampleFamily, { conditions: [], order, limit: 100 })
        expect(current.map(fact).sort()).toEqual(model.at(Number.MAX_SAFE_INTEGER).map(naiveFact).sort())
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  test('writes current, version and event together or not at all', async () => {
    await empty()
    const store = new RecordStore(collections)
    await store.write(sampleFamily, [put('N1')], { operator: 'test' })
    // A document that is in the way of the outbox makes the last write of the transaction fail.
    const broken = {
      ...collections,
      outbox: Object.assign(Object.create(collections.outbox), {
        insertMany: () => Promise.reject(new Error('no room')),
      }),
    }
    await expect(
      new RecordStore(broken).write(sampleFamily, [put('N1', '乙'), put('N2')], { operator: 'test' }),
    ).rejects.toThrow('no room')
    const { current, versions } = collections.modelsOf(sampleFamily)
    expect([
      await current.countDocuments(),
      await versions.countDocuments(),
      await collections.keys.collection.countDocuments(),
      await collections.outbox.countDocuments(),
    ]).toEqual([1, 1, 1, 1])
    expect((await versions.findOne())?.supersededAt.getFullYear()).toBe(9999)
  })

  test('many writers racing for the same rows leave each row exactly once', async () => {
    await empty()
    const rows = Array.from({ length: 20 }, (_, index) => put(`R${index}`))
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, writer) =>
        new RecordStore(collections).write(sampleFamily, rows.slice(writer), { operator: `w${writer}` }),
      ),
    )
    const created = outcomes.flat().filter(({ outcome }) => outcome === 'CREATED')
    expect(created).toHaveLength(20)
    expect(await collections.modelsOf(sampleFamily).current.countDocuments()).toBe(20)
    expect(await collections.outbox.countDocuments()).toBe(20)
  })

  test('two corrections of one record at once become two versions, one after the other', async () => {
    await empty()
    const store = new RecordStore(collections)
    const [created] = await store.write(sampleFamily, [put('N1')], { operator: 'test' })
    const recordId = created !== undefined && 'recordId' in created ? created.recordId : ''
    const correct = (title: string) =>
      store.write(
        sampleFamily,
        [{ kind: 'CHANGE', change: 'CORRECTED', recordId, fields: { title }, reason: '更正' }],
        { operator: title },
      )
    await Promise.all(['乙', '丙', '丁'].map(correct))
    const history = await reader().versions(sampleFamily, [recordId])
    expect(history.map(({ version }) => version)).toEqual([4, 3, 2, 1])
    expect(new Set(history.map(({ title }) => title))).toEqual(new Set(['甲', '乙', '丙', '丁']))
  })

  test('a correction that empties a nested value takes the old one away', async () => {
    await empty()
    const store = new RecordStore(collections)
    const fields = { noteNo: 'N1', title: '甲', ending: { kind: '演示', on: '2020-01-01' } }
    const [created] = await store.write(sampleFamily, [{ kind: 'PUT', subjectId: 'S1', fields }], { operator: 'test' })
    const recordId = created !== undefined && 'recordId' in created ? created.recordId : ''
    const change = { kind: 'CHANGE' as const, change: 'CORRECTED' as const, recordId, reason: '更正' }
    await store.write(sampleFamily, [{ ...change, fields: { ending: {} } }], { operator: 'test' })
    const [newest, oldest] = await reader().versions(sampleFamily, [recordId])
    expect([newest?.ending, newest?.title, oldest?.ending]).toEqual([undefined, '甲', fields.ending])
  })
})

function fact({ noteNo, version, title, issuedOn, subjectId, recordState }: StoredRecord): string {
  return [noteNo, version, title, issuedOn, subjectId, recordState].join('|')
}

function naiveFact({ recordName, version, fields, subjectId, recordState }: NaiveVersion): string {
  return [recordName, version, fields.title, fields.issuedOn, subjectId, recordState].join('|')
}
