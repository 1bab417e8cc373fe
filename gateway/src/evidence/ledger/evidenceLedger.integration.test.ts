import { setTimeout as delay } from 'node:timers/promises'
import mongoose from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../database/openHubDatabase.ts'
import type { Checkpoint } from '../chain/checkpoint.ts'
import { storedEvidence } from '../export/storedEvidence.ts'
import type { EvidenceContent } from '../record/evidenceRecord.ts'
import { newSm2KeyPem, readSm2Key } from '../signing/sm2Key.ts'
import { sampleAccess } from '../testing/sampleEvidence.ts'
import { verifyEvidence } from '../verify/verifyEvidence.ts'
import { EvidenceLedger, type LedgerOptions } from './evidenceLedger.ts'
import { EvidenceStore } from './evidenceStore.ts'

const key = readSm2Key(newSm2KeyPem())
const { uri, name } = testDatabase()
const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 }) as HubDatabase
afterAll(() => database.close())

let kept: Checkpoint[]
let faults: unknown[]
let store: EvidenceStore

function ledger(changes: Partial<LedgerOptions> = {}): EvidenceLedger {
  return new EvidenceLedger({
    store,
    key,
    algorithm: 'SM3',
    instance: 'hub-1',
    checkpointRecords: 100,
    checkpointMillis: 60_000,
    deadlineMillis: 5_000,
    keep: async (checkpoint) => void kept.push(checkpoint),
    onFault: (error) => faults.push(error),
    ...changes,
  })
}

const accesses = (count: number): EvidenceContent[] =>
  Array.from({ length: count }, (_, number) => sampleAccess(number))

async function report() {
  return verifyEvidence({ records: storedEvidence(store), checkpoints: [...(await store.listCheckpoints()), ...kept] })
}

beforeAll(async () => void (await database.db.admin().ping()))
beforeEach(async () => {
  await database.db.dropDatabase()
  kept = []
  faults = []
  store = new EvidenceStore(database.db)
})

test('many accesses at once are written in few groups, in one chain that verifies, sealed by count and at the end', async () => {
  const insert = vi.spyOn(store, 'insert')
  const writing = ledger()
  await Promise.all(accesses(750).map((access) => writing.append(access)))
  await writing.close()
  expect(insert.mock.calls.length).toBeLessThan(8)
  // Its opening and its end are records too.
  expect(await report()).toMatchObject({ chains: 1, records: 752, unsealed: 0, findings: [] })
  expect(kept.length).toBeGreaterThan(1)
  expect(faults).toEqual([])
})

test('PUBLIC reads are counted, and told at the next checkpoint', async () => {
  const writing = ledger({ checkpointMillis: 50 })
  for (let number = 0; number < 30; number++) writing.countPublicRead()
  await vi.waitFor(() => expect(kept).not.toEqual([]), 5_000)
  await writing.close()
  expect(await store.records.find({ kind: 'PUBLIC_READS' }).toArray()).toMatchObject([{ details: { count: 30 } }])
  expect((await report()).findings).toEqual([])
})

describe('a hub that ended without a word', () => {
  test('the next one closes and seals its chain, and its own says which it follows', async () => {
    const crashed = ledger()
    await Promise.all(accesses(30).map((access) => crashed.append(access)))
    expect(await report()).toMatchObject({ records: 31, unsealed: 31, findings: [] })
    const next = ledger()
    await next.open()
    await next.close()
    expect(await report()).toMatchObject({ chains: 2, records: 34, unsealed: 0, findings: [] })
    const [first, second] = await store.listChains()
    expect(await store.records.findOne({ chain: String(second?._id), kind: 'CHAIN_OPENED' })).toMatchObject({
      details: { follows: first?._id },
    })
  })

  test('what was changed in the meantime is not signed over, and shows', async () => {
    const crashed = ledger()
    await Promise.all(accesses(30).map((access) => crashed.append(access)))
    await store.records.updateOne({ sequence: 7 }, { $set: { caller: 'somebody else' } })
    await ledger().open()
    expect(await report()).toMatchObject({ findings: [{ kind: 'CHANGED', sequence: 7 }] })
    expect(kept).toEqual([])
  })

  test('one that lives on beside its successor begins a chain of its own: no fork', async () => {
    const [old, young] = [ledger(), ledger()]
    await old.append(sampleAccess(1))
    await young.append(sampleAccess(2))
    await Promise.all(accesses(20).flatMap((access) => [old.append(access), young.append(access)]))
    await Promise.all([old.close(), young.close()])
    expect(await report()).toMatchObject({ chains: 3, unsealed: 0, findings: [] })
    expect(await store.records.countDocuments({ kind: 'ACCESS' })).toBe(42)
  })
})

describe('a database that fails', () => {
  test('an insert that failed only seemingly is neither lost nor doubled', async () => {
    const writing = ledger()
    await writing.append(sampleAccess(0))
    const insert = store.insert.bind(store)
    vi.spyOn(store, 'insert').mockImplementationOnce(async (records) => {
      await insert(records)
      throw new Error('connection lost')
    })
    await expect(writing.append(sampleAccess(1))).rejects.toMatchObject({ code: 'HUB_EVIDENCE_UNAVAILABLE' })
    await writing.append(sampleAccess(2))
    await writing.close()
    expect(await report()).toMatchObject({ chains: 1, records: 5, unsealed: 0, findings: [] })
  })

  test('an insert that comes through after it was given up keeps its place, and the next goes behind it', async () => {
    const writing = ledger({ deadlineMillis: 200 })
    await writing.open()
    const insert = store.insert.bind(store)
    vi.spyOn(store, 'insert').mockImplementationOnce(async (records) => {
      await delay(400)
      await insert(records)
    })
    await expect(writing.append(sampleAccess(1))).rejects.toMatchObject({ code: 'HUB_EVIDENCE_UNAVAILABLE' })
    await delay(400)
    await writing.append(sampleAccess(2))
    await writing.close()
    expect(await report()).toMatchObject({ chains: 1, records: 4, findings: [] })
  })

  test('nobody at the address: whoever waits is told in time', async () => {
    const settings = { MONGODB_URI: 'mongodb://127.0.0.1:9', DATABASE_NAME: name, DATABASE_DEADLINE_MS: 300 }
    const nowhere = openHubDatabase(settings) as HubDatabase
    const writing = ledger({ store: new EvidenceStore(nowhere.db), deadlineMillis: 300 })
    const begun = performance.now()
    const refused = await Promise.allSettled(accesses(50).map((access) => writing.append(access)))
    expect(performance.now() - begun).toBeLessThan(3_000)
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set(['rejected']))
    await nowhere.close()
  })
})

test('a server takes each place of a chain once, whoever writes', async () => {
  const writing = ledger()
  await writing.append(sampleAccess(0))
  const [record] = await store.records.find({ sequence: 1 }).toArray()
  await expect(store.records.insertOne({ ...record } as never)).rejects.toBeInstanceOf(mongoose.mongo.MongoServerError)
})
