import { createSecretKey } from 'node:crypto'
import { correctRow, ignoreRow } from '@hub/kit/desk/acts/deskActs'
import { runImport } from '@hub/kit/imports/running/runImport'
import { assertDigestKey } from '@hub/kit/sealing/assertDigestKey'
import { keepSealed, sealedCollections } from '@hub/kit/sealing/keepSealed'
import { keyedDigest } from '@hub/kit/sealing/keyedDigest'
import { type Resealing, reseal, sealingProgress } from '@hub/kit/sealing/reseal'
import { SealingWriters } from '@hub/kit/sealing/sealingWriters'
import { isSealed } from '@hub/kit/sealing/valueSealer'
import { divisionCollections } from '@hub/kit/store/divisionCollections'
import { divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { sealingWith } from '@hub/kit/testing/testSealing'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { division as trade } from '@hub/trade/division'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { beforeEach, expect, test, vi } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../setup/testDatabase.ts'

const database = testDatabase()
const OWNER_ID = '360426199101010071'
const PHONE = '19941000001'
const link = async (identities: readonly { name?: string }[]) =>
  identities.map(({ name }) =>
    name === '虚构未知'
      ? { outcome: 'NO_MATCH' as const, candidates: [] }
      : { outcome: 'LINKED' as const, subjectId: `S:${name}`, candidates: [] },
  )
const index = { link, findSubject: async () => undefined }
const officer: CallerClaims = { caller: '虚某', role: 'OFFICER', division: 'trade' }
let connection: Connection

const row = (number: number, changes: object = {}) => ({
  subjectName: '虚构酒业',
  filingNo: `虚构备${number}`,
  operatorType: 'RETAIL',
  filedOn: '2010-03-01',
  authority: '虚构市商务局',
  statusHistory: [{ status: 'VALID', since: '2010-03-10' }],
  owner: { name: '虚某', idNo: OWNER_ID },
  备注: PHONE,
  ...changes,
})

beforeEach(async () => {
  connection = await connectTestDatabase(database)
  await connection.dropDatabase()
})

/** A division whose process holds these keys, on the same database as the others. */
async function withKeys(...ids: string[]) {
  const own = await connectTestDatabase(database)
  const division = await divisionUnderTest(trade, own, index, sealingWith(...ids))
  const { collections: records, desk } = division
  const sealed = sealedCollections({ records, families: trade.families, imports: desk.imports })
  const resealed = (changes: Partial<Resealing> = {}) =>
    reseal({
      collections: sealed,
      progress: sealingProgress(own),
      goOn: async () => true,
      onProgress: () => undefined,
      ...changes,
    })
  const send = async (rows: readonly object[]) => {
    const [importer] = desk.importers
    if (importer === undefined) throw new Error('no importer')
    async function* bytes() {
      for (const line of rows) yield Buffer.from(`${JSON.stringify(line)}\n`)
    }
    const file = { bytes: bytes(), operator: 'test', signal: new AbortController().signal, onProgress: () => undefined }
    return runImport(importer, file, desk.batches, desk.places)
  }
  /** As beside a process at work, with what it logs. */
  const kept = () => {
    const said: string[] = []
    const logger = pino({ level: 'info' }, { write: (line) => said.push(JSON.parse(line).msg) })
    const stopping = new AbortController()
    const store = { records, families: trade.families, imports: desk.imports, logger, signal: stopping.signal }
    const ended = keepSealed(store, 20)
    const stop = () => {
      stopping.abort()
      return ended
    }
    return { said, stop, invited: () => said.some((line) => line.includes('may be removed')) }
  }
  return { ...division, resealed, send, kept }
}

/** Ids of the keys that something in the database is sealed with. */
async function keysInUse(): Promise<string[]> {
  const keys = new Set<string>()
  const walk = (value: unknown): void => {
    if (isSealed(value)) keys.add(Buffer.from(value.buffer).toString('latin1', 2, 2 + (value.buffer[1] ?? 0)))
    else if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null && !('_bsontype' in value)) Object.values(value).forEach(walk)
  }
  for (const { name } of await connection.listCollections()) {
    for await (const document of connection.collection(name).find({})) walk(document)
  }
  return [...keys].sort()
}

const owners = async ({ ask }: Awaited<ReturnType<typeof withKeys>>) => {
  const { data, errorCodes } = await ask('{ liquorFilings(first: 200) { nodes { owner { idNo } } } }')
  expect(errorCodes).toEqual([])
  const { liquorFilings } = data as { liquorFilings: { nodes: { owner: { idNo: string } }[] } }
  return liquorFilings.nodes.map(({ owner }) => owner.idNo)
}

test('after a change of keys everything old is sealed anew, goes on where it was stopped, and the old key can go', async () => {
  const old = await withKeys('old')
  const rows = Array.from({ length: 650 }, (_, number) => row(number))
  await old.send([
    ...rows.slice(0, 600),
    row(5_000, { subjectName: '虚构未知' }),
    row(5_001, { filedOn: '2021-02-30' }),
  ])
  const [doubt] = await old.desk.imports.doubts.find().toArray()
  const cells = [{ heading: '备注', text: '虚构改' }]
  await correctRow(old.desk, { rowId: `doubts:${doubt?._id}`, cells, reason: '虚构' }, officer)

  const both = await withKeys('new', 'old')
  expect(await both.send(rows)).toMatchObject({ duplicate: 600, created: 50 })
  expect(await keysInUse()).toEqual(['new', 'old'])
  let parts = 0
  expect(await both.resealed({ goOn: async () => parts++ < 1 })).toBe(false)
  const progress = await sealingProgress(connection).find().toArray()
  expect(progress).toMatchObject([{ _id: 'liquor_filings', resealed: 500 }])
  expect(await keysInUse()).toEqual(['new', 'old'])

  const [waiting] = await both.desk.imports.unlinked.find().toArray()
  await ignoreRow(both.desk, { rowId: `unlinked:${waiting?._id}`, reason: '虚构' }, officer)
  const seen: string[] = []
  expect(await both.resealed({ onProgress: ({ _id }) => seen.push(_id) })).toBe(true)
  expect(seen.slice(0, 2)).toEqual(['liquor_filings', 'liquor_filings_versions'])
  expect(await keysInUse()).toEqual(['new'])
  expect(await both.resealed({ goOn: async () => expect.unreachable('there is nothing left to do') })).toBe(true)

  const later = await withKeys('new')
  expect(new Set(await owners(later))).toEqual(new Set([OWNER_ID]))
  expect(await later.send(rows)).toMatchObject({ duplicate: 650 })
}, 120_000)

test('a field that was kept before it was marked is sealed; a key that is gone too early is told', async () => {
  const before = await withKeys('old')
  await before.send([row(1)])
  const raw = connection.collection('liquor_filings')
  await raw.updateOne({}, { $set: { 'owner.idNo': OWNER_ID } })
  expect(await owners(before)).toEqual([OWNER_ID])
  expect(await before.resealed()).toBe(true)
  const stored = await raw.findOne({})
  expect(isSealed(stored?.owner.idNo)).toBe(true)
  expect(await owners(before)).toEqual([OWNER_ID])

  const { errorCodes, data } = await (await withKeys('new')).ask('{ liquorFilings { nodes { owner { idNo } } } }')
  expect([data?.liquorFilings, errorCodes]).toEqual([null, ['HUB_SEALED_UNREADABLE']])
})

const within = { timeout: 10_000, interval: 20 }

test('who does not get the lease, or fails, tries again', async () => {
  await (await withKeys('old')).send([row(1)])
  const fresh = await withKeys('new', 'old')
  const leases = connection.collection<{ _id: string; owner: string; until: Date }>('leases')
  await leases.insertOne({ _id: 'sealing', owner: 'another process', until: new Date(Date.now() + 600) })
  const [family] = trade.families
  if (family === undefined) throw new Error('no family')
  vi.spyOn(fresh.collections.modelsOf(family).current.raw, 'find').mockImplementationOnce(() => {
    throw new Error('no connection')
  })
  const { stop, invited, said } = fresh.kept()
  await vi.waitFor(() => expect(invited()).toBe(true), within)
  await stop()
  expect(said).toContain('stored data could not be sealed anew; the next round goes on')
  expect(await keysInUse()).toEqual(['new'])
})

test('older keys may go only once no process seals by one, and what it wrote last is sealed anew', async () => {
  const old = await withKeys('old')
  await old.send([row(1)])
  const writers = new SealingWriters(connection)
  await writers.write('old', new Date())
  const { stop, invited, said } = (await withKeys('new', 'old')).kept()
  await vi.waitFor(() => expect(said.some((line) => line.includes('seals by another'))).toBe(true), within)
  expect(await keysInUse()).toEqual(['new'])
  // Its last words, after everything had been looked at.
  await old.send([row(2)])
  expect(await keysInUse()).toEqual(['new', 'old'])
  expect(invited()).toBe(false)
  const gone = { $set: { until: new Date() } }
  await connection.collection<{ _id: string; until: Date }>('sealing_writers').updateOne({ _id: 'old' }, gone)
  await vi.waitFor(() => expect(invited()).toBe(true), within)
  expect(await keysInUse()).toEqual(['new'])
  await stop()
})

test('a start with another digest key than the database was filled with is ended, marked before or not', async () => {
  const first = await withKeys('old')
  const start = (sealing = first.collections.sealing) =>
    assertDigestKey(divisionCollections(connection, trade.families, sealing), trade.families)
  // Processes of one division may start for the first time at once.
  await Promise.all(Array.from({ length: 8 }, () => start()))
  await first.send([row(1)])
  await start()
  const lost = sealingWith('old')
  const other = { ...lost, digest: keyedDigest(createSecretKey(Buffer.alloc(32, 'x')), 'test') }
  await expect(start(other)).rejects.toMatchObject({ code: 'HUB_DIGEST_KEY_WRONG' })
  await connection.collection('sealing_checks').deleteMany({})
  await expect(start(other)).rejects.toMatchObject({ code: 'HUB_DIGEST_KEY_WRONG' })
  await start()
})
