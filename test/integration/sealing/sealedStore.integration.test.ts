import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { correctRow, ignoreRow, linkRow, unlinkByHand } from '@hub/kit/desk/acts/deskActs'
import type { Desk } from '@hub/kit/desk/desk'
import type { Importer } from '@hub/kit/imports/importer'
import { runImport } from '@hub/kit/imports/running/runImport'
import { divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { demoFiles } from '@hub/scripts/demo/demoFiles'
import { demoRows } from '@hub/scripts/demo/writeDemoFiles'
import { division as trade } from '@hub/trade/division'
import { parse } from 'graphql'
import type { Connection } from 'mongoose'
import { afterEach, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../setup/testDatabase.ts'
import { dumped } from './dumped.ts'
import { PersonalNumbers, withNumbers } from './personalNumbers.ts'

const database = testDatabase()
const SCALE = { enterprises: 40, seed: 5 }
const NOBODY = /分公司|有限责任公司|商店/
let connection: Connection

afterEach(async () => {
  await connection.dropDatabase()
})

/** Knows every subject by name, but for the branches and misspellings of the demo. */
const index = {
  link: async (identities: readonly { name?: string }[]) =>
    identities.map(({ name = '' }) =>
      NOBODY.test(name)
        ? { outcome: 'NO_MATCH' as const, candidates: [] }
        : { outcome: 'LINKED' as const, subjectId: `S:${name}`, candidates: [] },
    ),
  findSubject: async (subjectId: string) => ({ subjectId, recordState: 'CURRENT' }),
}

describe.each([foreignInvestment, marketOrder, trade, personnel])(
  '$name after a demo import and acts at its desk',
  (division) => {
    test('has no number of a person anywhere in its database, and knows every row when it comes again', async () => {
      connection = await connectTestDatabase(database)
      const { desk, officer } = await divisionUnderTest(division, connection, index)
      const sdl = parse(divisionSdl(division.schemaFile))
      const numbers = new PersonalNumbers()
      for (const file of demoFiles.filter((demo) => demo.division === division.name)) {
        const importer = desk.importers.find(({ name }) => name === file.family)
        if (importer === undefined) throw new Error(`no import of ${file.family}`)
        const filled = new Map<string, object>()
        const rows = [...demoRows(file, SCALE)].map((row) => {
          // The demo sends some rows twice: they stay the same row.
          const text = JSON.stringify(row)
          const known = filled.get(text) ?? {
            ...withNumbers(row, importer.family.typeName, sdl, numbers),
            经办人电话: numbers.phone(`${file.family}: unknown column`),
            [numbers.phone(`${file.family}: heading`)]: '错位',
          }
          filled.set(text, known)
          return known
        })
        rows.push(misdated(rows[0] ?? {}, importer, numbers))
        const send = () =>
          runImport(
            importer,
            { bytes: lines(rows), operator: 'test', signal: new AbortController().signal, onProgress: () => undefined },
            desk.batches,
            desk.places,
          )
        const [first, again] = [await send(), await send()]
        expect(first.created + first.updated + first.doubtful + first.unlinked).toBeGreaterThan(0)
        expect(again).toMatchObject({ submitted: rows.length, duplicate: rows.length })
      }
      await actAtDesk(desk, numbers, officer)
      const bytes = await dumped(connection)
      expect(bytes.length).toBeGreaterThan(30_000)
      expect([...numbers.readIn(bytes)]).toEqual([])
      const rows = await desk.imports.unlinked.find().toArray()
      expect([...numbers.readIn(Buffer.from(JSON.stringify(rows)))]).not.toEqual([])
      const faults = (await desk.imports.doubts.find().toArray()).flatMap((row) => row.faults)
      expect([...numbers.readIn(Buffer.from(JSON.stringify(faults)))].join()).toContain(': date')
    })
  },
)

/** One act of each kind, as far as there is something to act on. */
async function actAtDesk({ ...desk }: Desk, numbers: PersonalNumbers, officer: Parameters<typeof ignoreRow>[2]) {
  const reason = '演示'
  const [doubt, ignored] = await desk.imports.doubts.find({ state: 'PENDING' }).toArray()
  const cells = [{ heading: '备注', text: numbers.phone('corrected cell') }]
  if (doubt !== undefined) await correctRow(desk, { rowId: `doubts:${doubt._id}`, cells, reason }, officer)
  if (ignored !== undefined) await ignoreRow(desk, { rowId: `doubts:${ignored._id}`, reason }, officer)
  const [first, second] = await desk.imports.unlinked.find({ state: 'PENDING' }).toArray()
  if (first !== undefined) await linkRow(desk, { rowId: `unlinked:${first._id}`, subjectId: 'S:甲', reason }, officer)
  if (second !== undefined) await correctRow(desk, { rowId: `unlinked:${second._id}`, cells, reason }, officer)
  for (const { family } of desk.importers.filter((importer) => !importer.family.isSubject)) {
    const record = await desk.records.modelsOf(family).current.findOne({ recordState: 'CURRENT' })
    if (record !== null) await unlinkByHand(desk, { recordId: record.recordId, reason }, officer)
  }
  expect(await desk.imports.acts.countDocuments()).toBeGreaterThan(0)
}

/** A row with a number in a column of dates, which the fault that holds it back quotes. */
function misdated(row: object, { name, plan }: Importer, numbers: PersonalNumbers): object {
  const dated = plan.columns.find(({ kind }) => kind.is === 'DATE')
  if (dated === undefined) throw new Error(`no column of dates in ${name}`)
  return { ...row, [dated.field]: numbers.phone(`${name}: date`) }
}

async function* lines(rows: readonly object[]): AsyncGenerator<Uint8Array> {
  for (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`)
}
