import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { judgeRow } from '@hub/kit/imports/rows/judgeRow'
import { runImport } from '@hub/kit/imports/running/runImport'
import { cellsOfRecord } from '@hub/kit/imports/waiting/cellsOfRecord'
import { contentHash } from '@hub/kit/store/contentHash'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { type DemoFile, demoFiles } from '@hub/scripts/demo/demoFiles'
import { demoRows } from '@hub/scripts/demo/writeDemoFiles'
import { division as trade } from '@hub/trade/division'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'

const DIVISIONS = [foreignInvestment, trade, marketOrder, personnel]
const TODAY = '2026-11-25'

const database = testDatabase()
const connections: Connection[] = []
afterAll(async () => {
  for (const connection of connections) {
    await connection.dropDatabase()
    await connection.close()
  }
})

/** A division whose index knows everybody. */
async function opened({ division: name, family }: DemoFile): Promise<DivisionUnderTest> {
  const division = DIVISIONS.find((candidate) => candidate.name === name)
  if (division === undefined) throw new Error(`no division ${name}`)
  const dbName = `${database.name}-${family}`.slice(0, 60)
  const options = { dbName, ignoreUndefined: true, autoIndex: false, autoCreate: false }
  const connection = await mongoose.createConnection(database.uri, options).asPromise()
  connections.push(connection)
  return divisionUnderTest(division, connection, {
    link: async (identities) =>
      identities.map(({ name: subject, identifiers: [first] }) => ({
        outcome: 'LINKED',
        subjectId: `S-${first?.value ?? subject}`,
        candidates: [],
      })),
    findSubject: async () => undefined,
  })
}

async function* linesOf(rows: readonly object[]): AsyncGenerator<Uint8Array> {
  for (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`)
}

const linked = demoFiles.filter(({ family }) => family !== 'registry')

test.each(linked)('a record of $division $family is told as the row that it was', async (demo) => {
  const { desk } = await opened(demo)
  const importer = desk.importers.find(({ name }) => name === demo.family)
  if (importer === undefined) throw new Error(`no importer ${demo.family}`)
  const rows = [...demoRows(demo, { enterprises: 60, seed: 5 })]
  const { signal } = new AbortController()
  const file = { bytes: linesOf(rows), operator: 'test', signal, onProgress: () => undefined }
  await runImport(importer, file, desk.batches, desk.places)
  const stored = await desk.records.modelsOf(importer.family).current.find().toArray()
  expect(stored.length).toBeGreaterThan(0)
  const judged = (cells: Record<string, unknown>) => {
    const { faults, identity, fields } = judgeRow({ line: 1, cells }, importer, importer.rulesOn(TODAY), TODAY)
    return { faults, identity, fields: contentHash(fields) }
  }
  for (const record of stored) {
    const written = rows[(record.source?.line ?? 0) - 1] as Record<string, unknown>
    expect(judged(cellsOfRecord(record, importer))).toEqual(judged(written))
  }
})
