import { template } from '@hub/kit/imports/columns/template'
import { type Importer, importers } from '@hub/kit/imports/importer'
import { judgeRow } from '@hub/kit/imports/rows/judgeRow'
import type { FieldKind } from '@hub/kit/imports/values/fieldKind'
import { codeSet } from '@hub/schema/codes/codeSet'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { gb18030 } from '@hub/schema/formats/testing/gb18030'
import { chunked, readAll } from '@hub/schema/formats/testing/importFiles'
import { textWorkbook, workbookFile } from '@hub/schema/formats/testing/workbookFile'
import { type NationalField, nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { division } from '../src/division.ts'

const today = '2026-11-25'
const ready = importers(division.imports ?? [], parse(divisionSdl(division.schemaFile)))
const TEXTS: Partial<Record<FieldKind['is'], string>> = {
  DATE: '2021-03-05',
  INSTANT: '2021-03-05 10:20:30',
  DECIMAL: '1234.5',
  INTEGER: '12',
  USCC: '91410100MA0000015B',
  ORG_CODE: '600037341',
  CN_ID_NUMBER: '11010519491231002X',
  DIVISION_CODE: '410105',
}

const forms = (['SGS-2016', 'SGS-2018', 'SGS-2019'] as const).flatMap((standard) =>
  (['LEGAL_PERSON', 'NATURAL_PERSON'] as const).flatMap((subject) =>
    (['AdministrativePenalty', 'AdministrativePermit'] as const).map((record) => ({
      family: record === 'AdministrativePenalty' ? 'penalties' : 'permits',
      standard,
      subject,
      fields: nationalForm(record, standard, subject).fields,
    })),
  ),
)

function importerOf(family: string): Importer {
  const found = ready.find(({ name }) => name === family)
  if (found === undefined) throw new Error(`no importer ${family}`)
  return found
}

/** What a column of a form could hold, as a person writes it. */
function textOf({ plan }: Importer, { field, codeSet: codes }: NationalField): string {
  if (codes !== undefined) return codeSet(codes).entries[0]?.name ?? ''
  const kind = plan.columns.find((column) => column.field === field)?.kind
  const one = kind?.is === 'LIST' ? kind.of : kind
  if (one?.is === 'CHOICE') return [...one.values.keys()][0] ?? ''
  return (one && TEXTS[one.is]) ?? `虚构${field}`
}

/** The one row of a file, understood: its values, whom it names, what was not understood. */
async function understood(file: string | Uint8Array, importer: Importer) {
  const rows = await readAll(chunked(file, 977), (heading) => importer.plan.byHeading(heading) !== undefined)
  expect(rows).toHaveLength(1)
  const [row] = rows
  if (row === undefined) throw new Error('no row')
  const { fields, identity, reading } = judgeRow(row, importer, [], today)
  return { fields, identity, faults: reading.faults }
}

const csv = (lines: readonly (readonly string[])[]): string =>
  lines.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n')

const xml = (codes: readonly string[], texts: readonly string[], encoding: string): string => {
  const row = codes.map((code, index) => `<${code}>${texts[index]}</${code}>`).join('')
  return `<?xml version="1.0" encoding="${encoding}"?><ROWDATA><ROW>${row}</ROW></ROWDATA>`
}

describe('the forms of the 双公示 standards', () => {
  test.each(forms)(
    '$family of $standard for $subject: one reading, by codes and Chinese headings, in CSV, XLSX and XML, UTF-8 and GB18030',
    async ({ family, fields }) => {
      const importer = importerOf(family)
      const texts = fields.map((field) => textOf(importer, field))
      const bySchema = Object.fromEntries(fields.map(({ field }, index) => [field, texts[index]]))
      const expected = await understood(JSON.stringify(bySchema), importer)
      expect(expected.faults).toEqual([])
      expect(Object.keys(expected.fields).length).toBeGreaterThan(10)
      const codes = fields.map(({ code }) => code)
      const names = fields.map(({ name }) => name)
      const files: [string, string | Uint8Array][] = [
        ...[codes, names].flatMap((headings): [string, string | Uint8Array][] => [
          ['CSV', csv([headings, texts])],
          ['CSV with BOM', `\ufeff${csv([headings, texts])}`],
          ['CSV in GB18030', gb18030(csv([headings, texts]))],
          ['XLSX', textWorkbook([headings, texts])],
        ]),
        ['XML', xml(codes, texts, 'UTF-8')],
        ['XML in GB18030', gb18030(xml(codes, texts, 'GB18030'))],
      ]
      for (const [format, file] of files) {
        expect({ format, ...(await understood(file, importer)) }).toEqual({ format, ...expected })
      }
    },
  )
})

describe('the project’s own templates', () => {
  test.each(ready.map((importer) => [importer.name, importer] as const))(
    'of %s are read by their headings, in both encodings and in a workbook',
    async (_, importer) => {
      const [headings = []] = [template(importer.plan).replace('\ufeff', '').trim().split(',')]
      const unknown = headings.filter((heading) => importer.plan.byHeading(heading) === undefined)
      expect(unknown).toEqual([])
      const texts = headings.map(() => '')
      texts[0] = '虚构'
      const lines = [headings, texts]
      const read = (file: string | Uint8Array) => understood(file, importer)
      const expected = await read(csv(lines))
      expect(await read(gb18030(csv(lines)))).toEqual(expected)
      expect(await read(textWorkbook(lines))).toEqual(expected)
    },
  )
})

/** A workbook as people make it by hand: a title, merged headings, real dates and numbers, wide digits, a sum at the end. */
describe('a hand-made workbook', () => {
  const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`
  const number = (cell: string, value: string, style: number) => `<c r="${cell}" s="${style}"><v>${value}</v></c>`
  const rows = [
    `<row r="1">${text('A1', '2024年行政处罚信息汇总表')}</row>`,
    `<row r="3">${text('A3', '行政相对人名称')}${text('B3', '行政相对人代码')}${text('D3', '处罚决定书文号')}${text('E3', '处罚决定日期')}${text('F3', '罚款金额（万元）')}${text('G3', '处罚机关')}</row>`,
    `<row r="4">${text('B4', '统一社会信用代码')}${text('C4', '组织机构代码')}</row>`,
    `<row r="5">${text('A5', '虚构（河南）商贸有限公司')}${text('B5', '９１４１０１００ＭＡ０００００１５Ｂ')}${text('C5', '６０００３７３４－１')}${text('D5', '虚商罚〔２０２４〕1号')}${number('E5', '45296', 1)}${number('F5', '1234567.5', 2)}${text('G5', '虚构市商务局')}</row>`,
    `<row r="6">${text('A6', '虚构乙商行')}${text('B6', '92410100ma0x00058g')}${text('D6', '虚商罚〔2024〕2号')}${text('E6', '2024年1月5日')}${text('F6', '１，２３４．５')}${text('G6', '虚构市商务局')}</row>`,
    `<row r="7">${text('A7', '合计')}${text('F7', '1235802')}</row>`,
  ]

  test('is read as it is meant', async () => {
    const importer = importerOf('penalties')
    const file = workbookFile({
      sheets: [{ name: '处罚', rows: rows.join(''), after: '<mergeCells><mergeCell ref="B3:C3"/></mergeCells>' }],
      formats: [14, '#,##0.00'],
    })
    const read = await readAll(chunked(file), (heading) => importer.plan.byHeading(heading) !== undefined)
    const judged = read.map((row) => judgeRow(row, importer, [], today))
    expect(judged.flatMap(({ reading }) => reading.faults)).toEqual([])
    expect(judged.map(({ fields }) => fields)).toMatchObject([
      {
        subjectName: '虚构（河南）商贸有限公司',
        subjectUscc: '91410100MA0000015B',
        subjectOrgCode: '600037341',
        decidedOn: '2024-01-05',
        fineAmount: '1234567.5',
        authority: '虚构市商务局',
      },
      { subjectUscc: '92410100MA0X00058G', decidedOn: '2024-01-05', fineAmount: '1234.5' },
    ])
  })
})
