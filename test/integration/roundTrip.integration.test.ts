import { division as foreignInvestment } from '@hub/foreign-investment/division'
import type { StoredRecord } from '@hub/kit/family/recordEnvelope'
import type { Column } from '@hub/kit/imports/columns/column'
import { type Importer, importers } from '@hub/kit/imports/importer'
import type { SubjectLinker } from '@hub/kit/imports/linking/subjectLinker'
import { ownFields } from '@hub/kit/store/ownFields'
import { importBench } from '@hub/kit/testing/importPlaces'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { csvLine } from '@hub/schema/formats/csvLine'
import { demoFiles } from '@hub/scripts/demo/demoFiles'
import { DemoRandom } from '@hub/scripts/demo/demoRandom'
import { demoRows } from '@hub/scripts/demo/writeDemoFiles'
import { division as trade } from '@hub/trade/division'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../setup/testDatabase.ts'

const database = testDatabase()
const SCALE = { enterprises: 60, seed: 3 }

const families = [foreignInvestment, trade, marketOrder, personnel].flatMap(({ imports = [], schemaFile, name }) =>
  importers(imports, parse(divisionSdl(schemaFile))).map((importer) => ({ id: `${name} ${importer.name}`, importer })),
)

/** An index that knows every subject by its name; which one a row is about is not what is asked here. */
const byName: SubjectLinker = async (identities) =>
  identities.map(({ name }) => ({ outcome: 'LINKED', subjectId: `S:${name}`, candidates: [] }))

/** The rows of the demo that nothing is wrong with, each record once. */
function rowsOf({ name, family }: Importer): Record<string, unknown>[] {
  const file = demoFiles.find((candidate) => candidate.division === family.division && candidate.family === name)
  if (file === undefined) throw new Error(`no demo of ${name}`)
  const once = new Map([...demoRows(file, SCALE)].map((row) => [JSON.stringify(row), row]))
  return [...once.values()].filter((row) => !JSON.stringify(row).includes('2021-02-30'))
}

function shuffled<Item>(items: readonly Item[], random: DemoRandom): Item[] {
  const left = [...items]
  return items.flatMap(() => left.splice(random.int(0, left.length - 1), 1))
}

/** A stored value as a spreadsheet holds it: lists apart by semicolons, what is nested as JSON. */
function cellOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === 'object') ? JSON.stringify(value.map(plain)) : value.join('；')
  }
  const shown = plain(value)
  return typeof shown === 'object' ? JSON.stringify(shown) : String(shown)
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('_bsontype' in value) return String(value)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}

/** Current records as a file with the columns of the family's template, and the names of their subjects. */
function exported({ plan, family }: Importer, records: readonly StoredRecord[]): string {
  const cells = (record: StoredRecord, { field }: Column): string => {
    if (field in family.definition) return cellOf(record[field])
    const { name, identifiers = [] } = record.source?.subject ?? {}
    if (field === 'subjectName') return name ?? ''
    return identifiers.find(({ kind }) => field === 'subjectUscc' && kind === 'USCC')?.value ?? ''
  }
  const lines = records.map((record) => csvLine(plan.columns.map((column) => cells(record, column))))
  return [csvLine(plan.columns.map(({ chineseName }) => chineseName)), ...lines].join('')
}

describe.each(families)('$id', ({ importer }) => {
  test('an export of the current records, imported, changes nothing; the rows in any order and any cut give the same records', async () => {
    const connection = await connectTestDatabase(database)
    const bench = await importBench(connection, importer, byName)
    const { current, versions } = bench.records.modelsOf(importer.family)
    const stored = async () => (await current.find({}).toArray()) as unknown as StoredRecord[]
    const state = async () =>
      (await stored())
        .map((record) =>
          JSON.stringify([plain(ownFields(importer.family, record)), importer.family.isSubject || record.subjectId]),
        )
        .sort()
    const rows = rowsOf(importer)
    expect((await bench.send(rows)).created).toBeGreaterThan(3)
    const [first, before] = [await state(), await versions.countDocuments()]
    const receipt = await bench.sendText(exported(importer, await stored()), { batchNo: `EXPORT-${importer.name}` })
    expect(receipt).toMatchObject({ submitted: first.length, duplicate: first.length })
    expect(await versions.countDocuments()).toBe(before)
    const random = new DemoRandom(11)
    for (const cut of [1_000_000, 37]) {
      await bench.empty()
      await bench.send(shuffled(rows, random), { cut })
      expect(await state()).toEqual(first)
    }
  })
})
