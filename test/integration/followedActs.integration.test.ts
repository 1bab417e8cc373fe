import type { RecordFamily } from '@hub/kit/family/recordFamily'
import { checkLinks } from '@hub/kit/imports/following/checkLinks'
import { type Following, followActs } from '@hub/kit/imports/following/followActs'
import { SubjectWatch } from '@hub/kit/imports/following/subjectChanges'
import type { Importer } from '@hub/kit/imports/importer'
import { inTransaction } from '@hub/kit/store/inTransaction'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import type { ImportBench } from '@hub/kit/testing/importPlaces'
import { division as personnel } from '@hub/personnel/division'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { type FollowedIndex, officer, openFollowedIndex } from './followedIndex.ts'

const OLD = { name: '虚构旧号酒业有限公司', regNo: '110108000000016' }
const NEW = {
  name: '虚构新号酒业有限公司',
  uscc: makeUscc({ category: '91', authority: '410100', organisation: 'MA0X0001' }),
}
const honour = (documentNo: string, subject: Record<string, string>) => ({
  honorName: '虚构奖',
  grantedBy: '虚构市商务局',
  grantedOn: '2010-05-05',
  status: 'VALID',
  documentNo,
  ...subject,
})
const byOld = (documentNo: string) => honour(documentNo, { subjectName: OLD.name, subjectRegNo: OLD.regNo })
const byNew = (documentNo: string) => honour(documentNo, { subjectName: NEW.name, subjectUscc: NEW.uscc })

const database = testDatabase()
let world: FollowedIndex
let index: DivisionUnderTest
let bench: ImportBench
let following: Following
let importer: Importer
let ids: { old: string; fresh: string }

const asked: FollowedIndex['asked'] = (...question) => world.asked(...question)
const entered: FollowedIndex['entered'] = (fields) => world.entered(fields)

beforeAll(async () => {
  world = await openFollowedIndex(database)
  ;({ index, bench, following, importer } = world)
})

afterAll(() => world.close())

beforeEach(async () => {
  await world.empty()
  ids = {
    old: await entered({
      name: OLD.name,
      identifiers: [{ kind: 'REG_NO', value: OLD.regNo }],
      registeredOn: '2001-01-01',
    }),
    fresh: await entered({ ...NEW, registeredOn: '2001-01-01' }),
  }
})

const merge = () =>
  asked<{ number: number }>(
    `mutation ($old: ID!, $fresh: ID!) { mergeSubjects(subjectId: $old, survivorId: $fresh, mergeKind: SAME_ENTERPRISE,
      effectiveOn: "2020-05-01", reason: "虚构") { number } }`,
    ids,
    'mergeSubjects',
  )
const undo = (number: number) =>
  asked(
    'mutation ($number: Int!) { undoSubjectAct(number: $number, reason: "虚构") { number } }',
    { number },
    'undoSubjectAct',
  )

const honours = () => following.importers[0]?.family as RecordFamily
const follow = (now = new Date()) => followActs(following, now)

async function contradictions() {
  const found = await following.places.contradicted.links.find({}).toArray()
  return found.map(({ subjectId, contradiction, candidates }) => [
    subjectId,
    contradiction,
    candidates.map((candidate) => candidate.subjectId).sort(),
  ])
}

/** An officer of the division at his desk. */
async function atDesk(query: string, variables: Record<string, unknown> = {}) {
  const desk = await divisionUnderTest(personnel, await world.connected())
  return desk.ask(query, variables, { ...officer, division: 'personnel' })
}

/** What he is shown. */
async function onDesk() {
  const query = `{ personnelDesk { contradictedLinks {
    totalCount nodes { recordId family subjectId contradiction foundAt candidates { subjectId } }
  } } }`
  const { data, errorCodes } = await atDesk(query)
  expect(errorCodes).toEqual([])
  return ((data?.personnelDesk ?? {}) as Record<string, unknown>).contradictedLinks
}

async function owners(): Promise<Record<string, string>> {
  const found = await bench.records.modelsOf(honours()).current.find({}).toArray()
  const nameOf = (id: unknown) => (id === ids.old ? 'old' : id === ids.fresh ? 'fresh' : String(id))
  return Object.fromEntries(found.map(({ documentNo, subjectId }) => [String(documentNo), nameOf(subjectId)]))
}

describe('records of a merged subject in another division', () => {
  test('become the survivor’s, each by an event that names the act; sent again they are known', async () => {
    await bench.send([byOld('甲1'), byOld('甲2'), byNew('乙1')])
    await follow()
    expect(await owners()).toEqual({ 甲1: 'old', 甲2: 'old', 乙1: 'fresh' })
    await merge()
    await follow()
    expect(await owners()).toEqual({ 甲1: 'fresh', 甲2: 'fresh', 乙1: 'fresh' })
    const events = await bench.records.outbox.find({ kind: 'RELINKED' }).toArray()
    expect(events.map(({ subjectId, effectiveOn }) => [subjectId, effectiveOn])).toEqual([
      [ids.fresh, '2020-05-01'],
      [ids.fresh, '2020-05-01'],
    ])
    expect(await bench.send([byOld('甲1'), byOld('甲2'), byNew('乙1')])).toMatchObject({ duplicate: 3 })
    await follow()
    expect(await bench.records.outbox.countDocuments({ kind: 'RELINKED' })).toBe(2)
  })

  test('go back when the merger is undone, and with them what came in since under the old number, and nothing else', async () => {
    await bench.send([byOld('甲1'), byNew('乙1')])
    const { number } = await merge()
    await follow()
    await bench.send([byOld('甲2'), byNew('乙2')])
    expect(await owners()).toEqual({ 甲1: 'fresh', 甲2: 'fresh', 乙1: 'fresh', 乙2: 'fresh' })
    await undo(number)
    await follow()
    expect(await owners()).toEqual({ 甲1: 'old', 甲2: 'old', 乙1: 'fresh', 乙2: 'fresh' })
    expect(await bench.send([byOld('甲1'), byOld('甲2'), byNew('乙1')])).toMatchObject({ duplicate: 3 })
    expect(await contradictions()).toEqual([])
  })

  test('a row that was asked about before the merger and written after it follows later; long after it nothing is looked for', async () => {
    await merge()
    const now = new Date()
    await follow(now)
    const late = { kind: 'PUT' as const, subjectId: ids.old, fields: honour('甲3', {}) }
    await bench.places.store.write(honours(), [late], { operator: 'test' })
    await follow(new Date(now.getTime() + 60_000))
    expect(await owners()).toEqual({ 甲3: 'fresh' })
  })

  test('a record that the survivor has already is left where it is and told of', async () => {
    await bench.send([byOld('同1'), byNew('同1'), byOld('异1')])
    await merge()
    await follow()
    expect(await contradictions()).toEqual([[ids.old, 'SAME_RECORD_TWICE', [ids.fresh]]])
    const { current: collection } = bench.records.modelsOf(honours())
    expect(await collection.countDocuments({ subjectId: ids.old })).toBe(1)
    expect(await collection.countDocuments({ subjectId: ids.fresh })).toBe(2)
  })

  test('an outage, or a kill half-way, costs a round and nothing more', async () => {
    const rows = Array.from({ length: 450 }, (_, number) => byOld(`甲${number}`))
    await bench.send(rows)
    await merge()
    const down = { ...following, readActs: () => Promise.reject(new Error('down')) }
    await expect(followActs(down, new Date())).rejects.toThrow('down')
    let writes = 0
    const store: typeof bench.places.store = Object.create(bench.places.store)
    store.write = (...given) => {
      writes += 1
      if (writes === 2) throw new Error('killed')
      return bench.places.store.write(...given)
    }
    await expect(followActs({ ...following, places: { ...following.places, store } }, new Date())).rejects.toThrow(
      'killed',
    )
    expect(new Set(Object.values(await owners()))).toEqual(new Set(['old', 'fresh']))
    await follow()
    expect(new Set(Object.values(await owners()))).toEqual(new Set(['fresh']))
    expect(await bench.records.outbox.countDocuments({ kind: 'RELINKED' })).toBe(450)
  })

  test('one that was changed at the very moment of its return goes back in the next round, though its row says nothing of its subject', async () => {
    const { store } = bench.places
    const put = { kind: 'PUT' as const, subjectId: ids.old, fields: honour('甲4', {}) }
    await store.write(honours(), [put], { operator: 'test' })
    const { number } = await merge()
    await follow()
    expect(await owners()).toEqual({ 甲4: 'fresh' })
    await undo(number)
    const record = await bench.records.modelsOf(honours()).current.findOne()
    const change = { kind: 'CHANGE', change: 'CORRECTED', recordId: String(record?.recordId), reason: '虚构' } as const
    const beside: typeof store = Object.create(store)
    beside.write = async (...given) => {
      await store.write(honours(), [change], { operator: '虚某' })
      return store.write(...given)
    }
    await followActs({ ...following, places: { ...following.places, store: beside } }, new Date())
    expect(await owners()).toEqual({ 甲4: 'fresh' })
    await follow()
    expect(await owners()).toEqual({ 甲4: 'old' })
    expect((await following.followed.all()).at(-1)?.followedAt).toBeInstanceOf(Date)
  })

  test('merged, parted and merged again: the last word counts, in whatever state it was heard', async () => {
    await bench.send([byOld('甲1')])
    const first = await merge()
    await undo(first.number)
    const second = await merge()
    await follow()
    expect(await owners()).toEqual({ 甲1: 'fresh' })
    await undo(second.number)
    await follow()
    expect(await owners()).toEqual({ 甲1: 'old' })
  })
})

describe('links that a later state of the index contradicts', () => {
  const check = () => checkLinks(importer, following.places, new Date())

  /** The number of the old firm is another subject's by now. */
  const turnTo = async (recordId: string) => {
    const { keys, connection } = index.collections
    const key = `REG_NO:${OLD.regNo}`
    const owner = (await keys.owners([key])).get(key) ?? ''
    await inTransaction(connection, async (session) => {
      await keys.release([{ key, recordId: owner }], session)
      await keys.take([{ key, recordId }], session)
    })
  }

  test('are found and put before a person; the records stay as they are, and links that hold again are forgotten', async () => {
    await bench.send([byOld('甲1'), byNew('乙1')])
    await check()
    expect(await contradictions()).toEqual([])
    // The registry corrects the number: it was never the old firm's.
    const rival = await entered({ name: '虚构他人酒业有限公司', registeredOn: '2000-01-01' })
    await turnTo(rival)
    await check()
    expect(await contradictions()).toEqual([[ids.old, 'NAME_DISAGREES', [rival]]])
    expect(await owners()).toEqual({ 甲1: 'old', 乙1: 'fresh' })
    expect(await onDesk()).toMatchObject({ totalCount: 1, nodes: [{ family: 'commendations', subjectId: ids.old }] })
    await turnTo(ids.old)
    await check()
    expect(await contradictions()).toEqual([])
  })

  test('confirmed by a person are not shown any more, until something else contradicts the link', async () => {
    const CONFIRM = `mutation ($input: ConfirmLinkInput!) { personnelConfirmLink(input: $input) {
      kind recordId subjectId contradiction caller reason family row { rowId }
    } }`
    await bench.send([byOld('甲1')])
    const record = await bench.records.modelsOf(honours()).current.findOne()
    const input = { recordId: record?.recordId, reason: '虚构：核对原件无误' }
    const confirm = () => atDesk(CONFIRM, { input })
    expect((await confirm()).errorCodes).toEqual(['HUB_LINK_NOT_CONTRADICTED'])
    const rival = await entered({ name: '虚构他人酒业有限公司', registeredOn: '2000-01-01' })
    const other = await entered({ name: '虚构又一酒业有限公司', registeredOn: '2000-01-01' })
    await turnTo(rival)
    await check()
    expect((await confirm()).data?.personnelConfirmLink).toEqual({
      kind: 'CONFIRM_LINK',
      family: 'commendations',
      recordId: record?.recordId,
      subjectId: ids.old,
      contradiction: 'NAME_DISAGREES',
      caller: '虚某',
      reason: input.reason,
      row: null,
    })
    for (let times = 0; times < 2; times++) {
      expect(await onDesk()).toMatchObject({ totalCount: 0 })
      await check()
    }
    expect((await confirm()).errorCodes).toEqual(['HUB_LINK_NOT_CONTRADICTED'])
    expect(await owners()).toEqual({ 甲1: 'old' })
    await turnTo(other)
    await check()
    expect(await onDesk()).toMatchObject({ totalCount: 1, nodes: [{ candidates: [{ subjectId: other }] }] })
    const undone = `mutation ($input: UnlinkRecordInput!) { personnelUnlinkRecord(input: $input) { outcome } }`
    expect((await atDesk(undone, { input })).errorCodes).toEqual([])
    expect(await onDesk()).toMatchObject({ totalCount: 0 })
  })

  test('a second subject that one of the row’s numbers belongs to makes several', async () => {
    const unknownCode = makeUscc({ category: '91', authority: '410100', organisation: 'MA0X0009' })
    await bench.send([honour('甲1', { subjectName: OLD.name, subjectRegNo: OLD.regNo, subjectUscc: unknownCode })])
    expect(await owners()).toEqual({ 甲1: 'old' })
    const rival = await entered({ name: '虚构后来酒业有限公司', uscc: unknownCode, registeredOn: '2020-01-01' })
    await check()
    expect(await contradictions()).toEqual([[ids.old, 'SEVERAL', [ids.old, rival].sort()]])
  })

  test('what a person linked by hand is not asked about', async () => {
    await bench.send([byOld('甲1')])
    const { current: collection } = bench.records.modelsOf(honours())
    const record = await collection.findOne({})
    const relink = { kind: 'CHANGE', change: 'RELINKED', recordId: String(record?.recordId), reason: '虚构' } as const
    const byHand = { ...relink, subjectId: ids.fresh, byHand: true }
    await bench.places.store.write(honours(), [byHand], { operator: '虚某' })
    await check()
    expect(await contradictions()).toEqual([])
  })

  test('are looked for once the index has come to rest, also after a restart in between', async () => {
    let checks = 0
    const check = async () => {
      checks += 1
    }
    const seen = [
      { changed: true, next: 3 },
      { changed: false, next: 3 },
      { changed: false, next: 3 },
      { changed: true, next: 4 },
      { changed: false, next: 4 },
    ]
    const asked: number[] = []
    const counts: number[] = []
    for (const changes of seen) {
      const watch = new SubjectWatch(bench.records.connection)
      const read = async (after: number) => {
        asked.push(after)
        return changes
      }
      await watch.round(read, check)
      counts.push(checks)
    }
    expect(asked).toEqual([0, 3, 3, 3, 4])
    expect(counts).toEqual([0, 1, 1, 1, 2])
  })
})
