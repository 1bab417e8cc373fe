import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../database/openHubDatabase.ts'
import type { Checkpoint } from '../chain/checkpoint.ts'
import { EvidenceLedger } from '../ledger/evidenceLedger.ts'
import { EvidenceStore } from '../ledger/evidenceStore.ts'
import type { EvidenceRecord } from '../record/evidenceRecord.ts'
import { newSm2KeyPem, readSm2Key } from '../signing/sm2Key.ts'
import { sampleAccess } from '../testing/sampleEvidence.ts'
import { verifyEvidence } from '../verify/verifyEvidence.ts'
import { checkpointsBeside, readEvidenceFile, writeEvidenceFile } from './evidenceFiles.ts'
import { pruneEvidence } from './pruneEvidence.ts'
import { storedEvidence } from './storedEvidence.ts'

const { uri, name } = testDatabase()
const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 30_000 }) as HubDatabase
afterAll(() => database.close())

const store = new EvidenceStore(database.db)
const key = readSm2Key(newSm2KeyPem())
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-prune-'))
})
afterAll(() => rm(folder, { recursive: true }))

function ledger(instance: string): EvidenceLedger {
  return new EvidenceLedger({
    store,
    key,
    algorithm: 'SM3',
    instance,
    checkpointRecords: 10,
    checkpointMillis: 60_000,
    deadlineMillis: 30_000,
    keep: async () => undefined,
    onFault: (error) => {
      throw error
    },
  })
}

async function write(writing: EvidenceLedger, count: number): Promise<void> {
  for (let number = 0; number < count; number++) await writing.append(sampleAccess(number))
  await writing.sealed()
}

async function fromFile(file: string) {
  const checkpoints: Checkpoint[] = []
  for await (const checkpoint of readEvidenceFile<Checkpoint>(checkpointsBeside(file))) checkpoints.push(checkpoint)
  return verifyEvidence({ records: readEvidenceFile<EvidenceRecord>(file), checkpoints })
}

const stored = async () =>
  verifyEvidence({ records: storedEvidence(store), checkpoints: await store.listCheckpoints() })

test('old evidence moves into a file; what stays and what went both verify, time and again', async () => {
  const [closed, living, office] = [ledger('a'), ledger('b'), ledger('office')]
  await write(closed, 25)
  await closed.close()
  await write(living, 12)
  // No record shares its millisecond with the day of pruning.
  await delay(5)
  const before = new Date()
  await delay(5)
  await write(living, 8)
  const file = join(folder, 'first')
  const act = { store, ledger: office, caller: 'os:test', keptCheckpoints: [] }
  expect(await pruneEvidence({ ...act, before, file })).toBe(27 + 13)
  expect(await stored()).toMatchObject({ chains: 3, findings: [] })
  expect(await fromFile(file)).toMatchObject({ chains: 2, records: 40, unsealed: 0, findings: [] })

  await write(living, 5)
  expect(await pruneEvidence({ ...act, before: new Date(Date.now() + 1_000), file: join(folder, 'second') })).toBe(15)
  await Promise.all([living.close(), office.close()])
  expect(await stored()).toMatchObject({ findings: [] })
  expect(await store.records.countDocuments({ kind: 'ACCESS' })).toBe(0)
})

test('what was cut off in the database, checkpoints with it, is not pruned: those kept outside tell of it', async () => {
  const [cut, office] = [ledger('d'), ledger('office 2')]
  await write(cut, 24)
  await cut.close()
  const keptCheckpoints = await store.listCheckpoints()
  const chain = String((await store.listChains('d'))[0]?._id)
  await store.records.deleteMany({ chain, sequence: { $gte: 10 } })
  await database.db.collection('evidence_checkpoints').deleteMany({ chain, size: { $gt: 10 } })
  expect((await stored()).findings).toEqual([])
  const request = {
    store,
    ledger: office,
    caller: 'x',
    before: new Date(Date.now() + 1_000),
    file: join(folder, 'cut'),
  }
  await expect(pruneEvidence({ ...request, keptCheckpoints })).rejects.toMatchObject({ code: 'HUB_EVIDENCE_TAMPERED' })
  await office.close()
  await store.records.deleteMany({})
  await database.db.collection('evidence_checkpoints').deleteMany({})
  await database.db.collection('evidence_chains').deleteMany({})
})

test('with a fault in it nothing is pruned', async () => {
  const writing = ledger('c')
  await write(writing, 12)
  await store.records.deleteOne({ caller: 'officer-1' })
  const pruning = pruneEvidence({
    store,
    ledger: writing,
    caller: 'x',
    keptCheckpoints: [],
    before: new Date(),
    file: join(folder, 'third'),
  })
  await expect(pruning).rejects.toMatchObject({ code: 'HUB_EVIDENCE_TAMPERED' })
  await store.records.deleteMany({})
})

test('a file is never overwritten, and one that is no evidence is refused by its line', async () => {
  const file = join(folder, 'taken')
  await writeEvidenceFile(file, [{ a: 1 }])
  await expect(writeEvidenceFile(file, [])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
  await writeFile(file, `${await readFile(file, 'utf8')}not json\n`)
  await expect(fromFile(file)).rejects.toMatchObject({ code: 'HUB_EVIDENCE_UNREADABLE' })
})
