import { type Following, followActs } from '@hub/kit/imports/following/followActs'
import type { Importer } from '@hub/kit/imports/importer'
import { inTransaction } from '@hub/kit/store/inTransaction'
import type { DivisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import type { ImportBench } from '@hub/kit/testing/importPlaces'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { type FollowedIndex, openFollowedIndex } from './followedIndex.ts'

const NAME = '虚构分立酒业有限公司'
const OWN = '110108000000016'
/** Numbers that the split subject had: the registry gives one to the successor, and one to nobody. */
const PASSED_ON = '110108000000024'
const GONE = '110108000000032'
const row = (documentNo: string, subjectRegNo: string) => ({
  honorName: '虚构奖',
  grantedBy: '虚构市商务局',
  grantedOn: '2010-05-05',
  status: 'VALID',
  documentNo,
  subjectName: NAME,
  subjectRegNo,
})

const database = testDatabase()
let world: FollowedIndex
let index: DivisionUnderTest
let bench: ImportBench
let following: Following
let importer: Importer
let ids: { split: string; successor: string }

const asked: FollowedIndex['asked'] = (...question) => world.asked(...question)
const entered: FollowedIndex['entered'] = (fields) => world.entered(fields)

/** The split as the index learns it: the act, and numbers that lead elsewhere by then. */
async function split(): Promise<number> {
  const { number } = await asked<{ number: number }>(
    `mutation ($split: ID!, $successor: ID!) { splitSubject(subjectId: $split, successorIds: [$successor],
      effectiveOn: "2020-05-01", reason: "虚构") { number } }`,
    ids,
    'splitSubject',
  )
  const { keys, connection } = index.collections
  const [passed, gone] = [PASSED_ON, GONE].map((regNo) => `REG_NO:${regNo}`) as [string, string]
  await inTransaction(connection, async (session) => {
    await keys.release(
      [passed, gone].map((key) => ({ key, recordId: ids.split })),
      session,
    )
    await keys.take([{ key: passed, recordId: ids.successor }], session)
  })
  return number
}

const undo = (number: number) =>
  asked(
    'mutation ($number: Int!) { undoSubjectAct(number: $number, reason: "虚构") { number } }',
    { number },
    'undoSubjectAct',
  )

const follow = () => followActs(following, new Date())
const current = () => bench.records.modelsOf(importer.family).current
const waiting = () => bench.places.unlinked.rows.find({ state: 'PENDING' }).toArray()

/** Document number -> whose it is, or that it is withdrawn. */
async function owners(): Promise<Record<string, string>> {
  const found = await current().find().toArray()
  const nameOf = (id: unknown) => (id === ids.split ? 'split' : id === ids.successor ? 'successor' : String(id))
  return Object.fromEntries(
    found.map(({ documentNo, subjectId, recordState }) => [
      String(documentNo),
      recordState === 'CURRENT' ? nameOf(subjectId) : String(recordState),
    ]),
  )
}

beforeAll(async () => {
  world = await openFollowedIndex(database)
  ;({ index, bench, following, importer } = world)
})

afterAll(() => world.close())

beforeEach(async () => {
  await world.empty()
  const identifiers = [OWN, PASSED_ON, GONE].map((value) => ({ kind: 'REG_NO', value }))
  ids = {
    split: await entered({ name: NAME, identifiers, registeredOn: '2001-01-01' }),
    // The successor goes on under the name.
    successor: await entered({
      name: NAME,
      identifiers: [{ kind: 'REG_NO', value: '110108000000049' }],
      registeredOn: '2001-01-01',
    }),
  }
})

describe('records of a subject that was split', () => {
  test('go to a successor, stay, or wait with candidates, by what the index says of their own numbers', async () => {
    await bench.send([row('留', OWN), row('承', PASSED_ON), row('疑', GONE)])
    expect(await owners()).toEqual({ 留: 'split', 承: 'split', 疑: 'split' })
    const number = await split()
    for (let times = 0; times < 2; times++) {
      await follow()
      expect(await owners()).toEqual({ 留: 'split', 承: 'successor', 疑: 'WITHDRAWN' })
    }
    const [row1, ...others] = await waiting()
    expect(others).toEqual([])
    expect(row1?.reason).toBe('NO_MATCH')
    const told = row1?.candidates.map(({ subjectId, why }) => [subjectId, (why ?? '') !== ''])
    expect(told?.sort()).toEqual([[ids.split, true] as const, [ids.successor, true] as const].sort())
    const events = await bench.records.outbox.find({ kind: { $in: ['RELINKED', 'WITHDRAWN'] } }).toArray()
    expect(events.map(({ kind }) => kind).sort()).toEqual(['RELINKED', 'WITHDRAWN'])
    const caused = await bench.records.modelsOf(importer.family).versions.find({ version: 2 }).toArray()
    expect(caused.map(({ change }) => change.cause)).toEqual([number, number])
  })

  test('come back when the split is undone, whether they had gone or waited, and no row waits any more', async () => {
    await bench.send([row('留', OWN), row('承', PASSED_ON), row('疑', GONE)])
    const number = await split()
    await follow()
    await undo(number)
    for (let times = 0; times < 2; times++) {
      await follow()
      expect(await owners()).toEqual({ 留: 'split', 承: 'split', 疑: 'split' })
    }
    expect(await waiting()).toEqual([])
    expect(await current().countDocuments({ version: 3 })).toBe(2)
  })

  test('whose row somebody deals with at the very moment of the undoing come back in the next round', async () => {
    await bench.send([row('疑', GONE)])
    const number = await split()
    await follow()
    await undo(number)
    const { unlinked } = bench.imports
    const store: typeof bench.places.store = Object.create(bench.places.store)
    store.write = async (...given) => {
      await unlinked.updateMany({}, { $set: { revision: 7 } })
      return bench.places.store.write(...given)
    }
    await followActs({ ...following, places: { ...following.places, store } }, new Date())
    expect(await owners()).toEqual({ 疑: 'WITHDRAWN' })
    expect((await following.followed.all()).at(-1)?.followedAt).toBeUndefined()
    await follow()
    expect(await owners()).toEqual({ 疑: 'split' })
    expect((await following.followed.all()).at(-1)?.followedAt).toBeInstanceOf(Date)
  })

  test('are parted too where the division heard of the split before it knew of successors', async () => {
    await bench.send([row('承', PASSED_ON), row('疑', GONE)])
    const number = await split()
    const [act] = await following.readActs(number)
    if (act === undefined) throw new Error('no act')
    await following.followed.keep({ ...act, successorIds: undefined })
    await follow()
    expect(await owners()).toEqual({ 承: 'successor', 疑: 'WITHDRAWN' })
    await undo(number)
    const [undoing] = await following.readActs(number + 1)
    if (undoing === undefined) throw new Error('no act')
    await following.followed.keep({ ...undoing, successorIds: null })
    await follow()
    expect(await owners()).toEqual({ 承: 'split', 疑: 'split' })
    expect((await following.followed.all()).every(({ followedAt }) => followedAt instanceof Date)).toBe(true)
  })

  test('stay where a person has confirmed the link, and wait for an index that cannot be asked', async () => {
    await bench.send([row('认', GONE), row('疑', GONE)])
    const record = await current().findOne({ documentNo: '认' })
    const facts = { _id: String(record?.recordId), family: importer.name, subjectId: ids.split, candidates: [] }
    const found = { ...facts, contradiction: 'NO_MATCH', foundAt: new Date(), seenIn: '1', isOpen: false } as const
    await following.places.contradicted.links.insertOne(found)
    await split()
    const down = () => Promise.resolve([{ outcome: 'UNAVAILABLE' as const, candidates: [] }])
    const unreached = followActs({ ...following, places: { ...following.places, link: down } }, new Date())
    await expect(unreached).rejects.toThrow('not reached')
    expect(await owners()).toEqual({ 认: 'split', 疑: 'split' })
    await follow()
    expect(await owners()).toEqual({ 认: 'split', 疑: 'WITHDRAWN' })
  })

  test('each move once, whatever write the division is killed at', async () => {
    const passed = Array.from({ length: 230 }, (_, number) => row(`承${number}`, PASSED_ON))
    await bench.send([...passed, row('疑1', GONE), row('疑2', GONE), row('留', OWN)])
    const number = await split()
    for (const killedAt of [2, 2, 2]) {
      let writes = 0
      const store: typeof bench.places.store = Object.create(bench.places.store)
      store.write = (...given) => {
        writes += 1
        if (writes === killedAt) throw new Error('killed')
        return bench.places.store.write(...given)
      }
      await followActs({ ...following, places: { ...following.places, store } }, new Date()).catch((error) =>
        expect(error).toMatchObject({ message: 'killed' }),
      )
    }
    await follow()
    const all = Object.values(await owners())
    expect(['split', 'successor', 'WITHDRAWN'].map((one) => all.filter((owner) => owner === one).length)).toEqual([
      1, 230, 2,
    ])
    expect(await waiting()).toHaveLength(2)
    const { versions } = bench.records.modelsOf(importer.family)
    expect(await versions.countDocuments({ 'change.cause': number })).toBe(232)
  })
})
