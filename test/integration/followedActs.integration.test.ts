import type { RecordFamily } from '@hub/kit/family/recordFamily'
import { type Following, followActs } from '@hub/kit/imports/following/followActs'
import { FollowedActs } from '@hub/kit/imports/following/followedActs'
import type { SubjectAct } from '@hub/kit/imports/following/subjectAct'
import { importers } from '@hub/kit/imports/importer'
import type { LinkAnswer } from '@hub/kit/imports/linking/subjectLinker'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { type ImportBench, importBench } from '@hub/kit/testing/importPlaces'
import { division as marketOrder } from '@hub/market-order/division'
import { subjects } from '@hub/market-order/models/subjects'
import { division as personnel } from '@hub/personnel/division'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { parse } from 'graphql'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'

const officer: CallerClaims = { caller: '虚某', role: 'OFFICER', division: 'market-order' }
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
const connections: Connection[] = []
let index: DivisionUnderTest
let bench: ImportBench
let following: Following
let unmoved: string[]
let ids: { old: string; fresh: string }

async function connected(suffix: string): Promise<Connection> {
  const options = { dbName: `${database.name}${suffix}`, autoIndex: false, autoCreate: false, ignoreUndefined: true }
  const connection = await mongoose.createConnection(database.uri, options).asPromise()
  connections.push(connection)
  return connection
}

async function asked<Result>(query: string, variables: Record<string, unknown>, field: string): Promise<Result> {
  const { data, errorCodes } = await index.ask(query, variables, officer)
  expect(errorCodes).toEqual([])
  return data?.[field] as Result
}

const link = (keys: readonly unknown[]) =>
  asked<LinkAnswer[]>(
    `query ($keys: [SubjectKey!]!) { resolveSubjects(keys: $keys) { outcome subjectId candidates { subjectId } } }`,
    { keys },
    'resolveSubjects',
  ).then((answers) => answers.map((answer) => ({ ...answer, subjectId: answer.subjectId ?? undefined })))

const readActs = (from: number) =>
  asked<{ nodes: SubjectAct[] }>(
    `query ($from: Int) { subjectActs(filter: { numberFrom: $from }, orderBy: { field: NUMBER, direction: ASC }, first: 2) {
      nodes { number kind subjectId survivorId undoes effectiveOn }
    } }`,
    { from },
    'subjectActs',
  ).then(({ nodes }) => nodes)

beforeAll(async () => {
  index = await divisionUnderTest(marketOrder, await connected(''))
  const importer = importers(personnel.imports ?? [], parse(divisionSdl(personnel.schemaFile))).find(
    ({ name }) => name === 'commendations',
  )
  if (importer === undefined) throw new Error('no importer')
  const connection = await connected('-personnel')
  bench = await importBench(connection, importer, link)
  following = {
    families: [importer.family],
    places: { records: bench.records, store: bench.places.store, link },
    followed: new FollowedActs(connection),
    readActs,
    onUnmoved: async (_family, { reason }) => void unmoved.push(reason),
  }
})

afterAll(async () => {
  for (const connection of connections.slice(1)) await connection.dropDatabase()
  for (const connection of connections) await connection.close()
})

beforeEach(async () => {
  unmoved = []
  await bench.empty()
  await connections[1]?.collection('followed_acts').deleteMany({})
  for (const name of ['subjects', 'subjects_versions', 'record_keys', 'subject_acts', 'subject_acts_versions']) {
    await connections[0]?.collection(name).deleteMany({})
  }
  const enter = async (fields: Record<string, unknown>) => {
    const [written] = await index
      .storeAt(() => new Date())
      .write(subjects, [{ kind: 'PUT', fields: { ...fields, registeredOn: '2001-01-01' } }], { operator: 'test' })
    return written && 'recordId' in written ? written.recordId : ''
  }
  ids = {
    old: await enter({ name: OLD.name, identifiers: [{ kind: 'REG_NO', value: OLD.regNo }] }),
    fresh: await enter(NEW),
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

const honours = () => following.families[0] as RecordFamily
const follow = (now = new Date()) => followActs(following, now)

async function owners(): Promise<Record<string, string>> {
  const found = await bench.records.modelsOf(honours()).current.collection.find({}).toArray()
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
    expect(unmoved).toEqual([])
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
    expect(unmoved).toEqual(['KEYS_OF_SEVERAL_RECORDS'])
    const { collection } = bench.records.modelsOf(honours()).current
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
    const store = {
      write: (...given: Parameters<typeof bench.places.store.write>) => {
        writes += 1
        if (writes === 2) throw new Error('killed')
        return bench.places.store.write(...given)
      },
    }
    await expect(followActs({ ...following, places: { ...following.places, store } }, new Date())).rejects.toThrow(
      'killed',
    )
    expect(new Set(Object.values(await owners()))).toEqual(new Set(['old', 'fresh']))
    await follow()
    expect(new Set(Object.values(await owners()))).toEqual(new Set(['fresh']))
    expect(await bench.records.outbox.countDocuments({ kind: 'RELINKED' })).toBe(450)
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
