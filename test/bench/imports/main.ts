import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BatchLog } from '@hub/kit/imports/batches/batchLog'
import { buildImportIndexes, importCollections } from '@hub/kit/imports/batches/importCollections'
import type { ImportReceipt } from '@hub/kit/imports/batches/importReceipt'
import { type Importer, importers } from '@hub/kit/imports/importer'
import { importPlaces } from '@hub/kit/imports/running/importPlaces'
import { runImport } from '@hub/kit/imports/running/runImport'
import type { Sealing } from '@hub/kit/sealing/sealing'
import { buildIndexes, type DivisionCollections, divisionCollections } from '@hub/kit/store/divisionCollections'
import { division } from '@hub/market-order/division'
import { registry } from '@hub/market-order/imports/registry'
import { subjects } from '@hub/market-order/models/subjects'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { openDatabase } from '@hub/scripts/database/openDatabase'
import { readEnvironment } from '@hub/scripts/environment'
import { parse } from 'graphql'
import mongoose, { type Connection } from 'mongoose'
import { divisionSealing } from '../../setup/divisionSealing.ts'
import { syntheticRegistry } from '../../setup/syntheticRegistry.ts'

// Imports an invented registry, then writes the very same documents as plain unordered bulk upserts with the same
// indexes on the same database, and sets the two rates against each other. The import writes four documents a row in
// transactions; the upserts one, without.
const { values: options } = parseArgs({
  options: { rows: { type: 'string', default: '30000' }, goal: { type: 'string', default: '0.5' } },
})
const rows = Number(options.rows)
const UPSERTS_AT_A_TIME = 1_000
/** Rows that are reported singly under the number of the whole batch. */
const SINGLE_ROWS = 20
const ROUNDS = 3

interface Measured {
  rowsPerSecond: number
  rssGrowth: number
  /** Microseconds of this process's CPU. */
  cpuPerRow: number
}

async function timed(work: () => Promise<number>): Promise<Measured> {
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  const began = performance.now()
  const cpu = process.cpuUsage()
  const done = await work()
  const { user, system } = process.cpuUsage(cpu)
  clearInterval(watch)
  return {
    rowsPerSecond: (done / (performance.now() - began)) * 1000,
    rssGrowth: (peak - before) / 1e6,
    cpuPerRow: (user + system) / done,
  }
}

function importerOf(): Importer {
  const [importer] = importers([registry], parse(divisionSdl(division.schemaFile)))
  if (importer === undefined) throw new Error('market-order has no registry import')
  return importer
}

async function importAll(records: DivisionCollections, sent = rows): Promise<ImportReceipt> {
  const imports = importCollections(records)
  await buildImportIndexes(imports)
  const places = importPlaces(records, imports, async () => [])
  const { signal } = new AbortController()
  const bytes = syntheticRegistry(sent)
  const file = { bytes, batchNo: 'bench', operator: 'bench', signal, onProgress: () => undefined }
  return runImport(importerOf(), file, new BatchLog(imports), places)
}

async function upsertAll(connection: Connection, records: DivisionCollections): Promise<number> {
  const collection = records.modelsOf(subjects).current.raw
  const target = connection.collection('bench_upserts')
  for (const { key } of await collection.indexes()) await target.createIndex(key)
  const documents = await collection.find({}).toArray()
  for (let from = 0; from < documents.length; from += UPSERTS_AT_A_TIME) {
    const operations = documents.slice(from, from + UPSERTS_AT_A_TIME).map(({ _id, ...replacement }) => ({
      replaceOne: { filter: { _id }, replacement, upsert: true },
    }))
    await target.bulkWrite(operations as never, { ordered: false })
  }
  return documents.length
}

const sealed = divisionSealing('market-order')

/** What the store would write without sealing, all else being the same. */
const clear: Sealing = {
  sealer: Object.assign(Object.create(sealed.sealer), { seal: (value: unknown) => value }),
  digest: (_purpose, text) => text,
}

const folder = mkdtempSync(join(tmpdir(), 'hub-bench-import-'))
const database = await openDatabase({ environment: readEnvironment(), dataFolder: folder, onExit: () => undefined })

async function onDatabase<Result>(name: string, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const connection = await mongoose
    .createConnection(database.uris['market-order'], {
      dbName: `bench-import-${name}-${Date.now()}`,
      writeConcern: { w: 'majority', journal: true },
      ignoreUndefined: true,
      autoIndex: false,
      autoCreate: false,
    })
    .asPromise()
  try {
    return await work(connection)
  } finally {
    await connection.dropDatabase()
    await connection.close()
  }
}

async function imported(connection: Connection, sealing: Sealing) {
  const records = divisionCollections(connection, [subjects], sealing)
  await buildIndexes(records)
  const first = await timed(async () => (await importAll(records)).created)
  return { records, first }
}

try {
  // One of each beforehand, so that neither pays for the other's warming up.
  const runs = { clear: [] as Measured[], sealed: [] as Measured[] }
  for (let round = 0; round < ROUNDS; round++) {
    const one = async (name: keyof typeof runs, sealing: Sealing) =>
      runs[name].push((await onDatabase(name, (connection) => imported(connection, sealing))).first)
    if (round % 2 === 0) await one('clear', clear)
    await one('sealed', sealed)
    if (round % 2 === 1) await one('clear', clear)
  }
  await onDatabase('sealed', async (connection) => {
    const { records, first } = await imported(connection, sealed)
    const again = await timed(async () => (await importAll(records)).duplicate)
    const single = await timed(async () => {
      for (let sent = 0; sent < SINGLE_ROWS; sent++) await importAll(records, 1)
      return SINGLE_ROWS
    })
    const upserted = await timed(() => upsertAll(connection, records))
    const ratio = first.rowsPerSecond / upserted.rowsPerSecond
    console.log(`${rows} rows on ${database.description}`)
    console.log(`import            ${first.rowsPerSecond.toFixed(0)} rows/s, RSS +${first.rssGrowth.toFixed(0)} MB`)
    console.log(`the same again    ${again.rowsPerSecond.toFixed(0)} rows/s, RSS +${again.rssGrowth.toFixed(0)} MB`)
    console.log(
      `one row of it     ${(single.cpuPerRow / 1000).toFixed(1)} ms CPU, ${(1000 / single.rowsPerSecond).toFixed(0)} ms`,
    )
    console.log(`plain bulk upsert ${upserted.rowsPerSecond.toFixed(0)} rows/s`)
    console.log(`import / upsert   ${ratio.toFixed(2)} (goal ${options.goal})`)
    if (ratio < Number(options.goal)) process.exitCode = 1
  })
  const [own, plain] = [middle(runs.sealed), middle(runs.clear)]
  console.log(`sealed / clear    ${(own.rowsPerSecond / plain.rowsPerSecond).toFixed(2)} rows/s, CPU of this process`)
  console.log(
    `                  ${own.cpuPerRow.toFixed(0)} / ${plain.cpuPerRow.toFixed(0)} µs a row (${ROUNDS} rounds each, medians)`,
  )
} finally {
  await database.process?.stop()
  rmSync(folder, { recursive: true, force: true })
}

function middle(runs: Measured[]): Measured {
  const sorted = runs.toSorted((a, b) => a.cpuPerRow - b.cpuPerRow)
  const found = sorted[Math.floor(sorted.length / 2)]
  if (found === undefined) throw new Error('nothing was measured')
  return found
}
