import { fileFormats, nationalFile } from '@hub/gateway/exchange/files/formats/nationalFile'
import { nationalRow } from '@hub/gateway/exchange/files/national/nationalRow'
import { importers } from '@hub/kit/imports/importer'
import { judgeRow } from '@hub/kit/imports/rows/judgeRow'
import { division as marketOrder } from '@hub/market-order/division'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { fileRows } from '@hub/schema/formats/fileRows'
import { halfKnown } from '@hub/schema/formats/headingRule'
import type { RawRow } from '@hub/schema/formats/rawRow'
import { nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { demoFiles } from '@hub/scripts/demo/demoFiles'
import { demoRows } from '@hub/scripts/demo/writeDemoFiles'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'

const TODAY = '2026-11-27'
const reporter = { name: '虚构市商务局', uscc: '11410100005184400A', localCode: '410100' }
const ready = importers(marketOrder.imports ?? [], parse(divisionSdl(marketOrder.schemaFile)))

const cases = [
  { family: 'penalties', record: 'AdministrativePenalty' },
  { family: 'permits', record: 'AdministrativePermit' },
] as const
const standards = ['SGS-2016', 'SGS-2018', 'SGS-2019'] as const

const matrix = cases.flatMap((one) =>
  standards.flatMap((standard) => fileFormats.map((format) => ({ ...one, standard, format }))),
)

async function* bytesOf(file: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of file) yield Buffer.from(chunk)
}

/** Decisions of the demo as the store holds them: what the importer understands of rows that nothing is wrong with. */
function storedDecisions(family: string): Record<string, unknown>[] {
  const file = demoFiles.find((candidate) => candidate.family === family)
  const importer = ready.find(({ name }) => name === family)
  if (file === undefined || importer === undefined) throw new Error(`no ${family}`)
  const rows = [...demoRows(file, { enterprises: 120, seed: 5 })]
  return rows.flatMap((cells, line) => {
    const judged = judgeRow({ line, cells } as RawRow, importer, importer.rulesOn(TODAY), TODAY)
    return judged.faults.length > 0 ? [] : [{ ...judged.fields, recordedAt: '2026-11-01T00:00:00.000Z' }]
  })
}

describe.each(matrix)('$record of $standard as $format', ({ family, record, standard, format }) => {
  test('is read back by our own importer without a doubt, column by column', async () => {
    const importer = ready.find(({ name }) => name === family)
    const form = nationalForm(record, standard, 'LEGAL_PERSON')
    const records = storedDecisions(family).filter(({ subjectCategory }) => subjectCategory !== 'NATURAL_PERSON')
    const laidOut = records.map((one) => nationalRow(form, one, reporter, TODAY))
    const written = laidOut.filter(({ faults }) => faults.length === 0)
    expect(written.length).toBeGreaterThan(5)
    if (importer === undefined) throw new Error(family)
    const isHeading = (text: string) => importer.plan.byHeading(text) !== undefined
    const rows: RawRow[] = []
    const file = nationalFile(
      format,
      form,
      written.map(({ cells }) => cells),
    )
    for await (const group of fileRows(bytesOf(file), halfKnown(isHeading))) rows.push(...group)
    expect(rows.length).toBe(written.length)
    const judged = rows.map((row) => judgeRow(row, importer, importer.rulesOn(TODAY), TODAY))
    expect(judged.flatMap(({ faults }) => faults)).toEqual([])
    const again = judged.map(
      ({ fields: read }) => nationalRow(form, read as Record<string, unknown>, reporter, TODAY).cells,
    )
    const comparable = (cells: readonly string[]) =>
      cells.filter((_, at) => form.fields[at]?.field !== 'sourceUpdatedAt')
    expect(again.map(comparable)).toEqual(written.map(({ cells }) => comparable(cells)))
  })
})
