import { type ZipPart, zipped } from './zipped.ts'

/** A workbook for tests, in the words of its XML. */
export interface WorkbookPlan {
  /** Rows of each sheet: `<row>…</row>`. */
  sheets: { name: string; rows: string; state?: string; after?: string }[]
  /** Inner XML of each `<si>`. */
  strings?: readonly string[]
  /** Number format of each cell style: a built-in number or a code. */
  formats?: readonly (number | string)[]
  countsFrom1904?: boolean
}

const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** The parts of an XLSX file. */
export function workbookParts(plan: WorkbookPlan): ZipPart[] {
  const { sheets, strings, formats = [], countsFrom1904 = false } = plan
  const parts: [string, string][] = [
    ['_rels/.rels', relationships([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbook(sheets, countsFrom1904)],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ...sheets.map((_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const),
        ['strings', 'sharedStrings', '/xl/sharedStrings.xml'],
        ['styles', 'styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles(formats)],
    ['xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${(strings ?? []).map((si) => `<si>${si}</si>`).join('')}</sst>`],
    ...sheets.map(
      ({ rows, after = '' }, index) =>
        [
          `xl/worksheets/sheet${index + 1}.xml`,
          `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
        ] as [string, string],
    ),
  ]
  return parts.map(([name, content]) => ({ name, content: HEAD + content }))
}

/** An XLSX file. */
export const workbookFile = (plan: WorkbookPlan): Uint8Array => zipped(workbookParts(plan))

/** One sheet of texts: the first line in shared strings, the others in turn inline and shared, blank cells left out. */
export function textWorkbook(lines: readonly (readonly string[])[]): Uint8Array {
  const strings: string[] = []
  const cell = (text: string, row: number, column: number): string => {
    const name = `${columnName(column)}${row + 1}`
    if (text === '') return ''
    const item = `<t xml:space="preserve">${escaped(text)}</t>`
    if ((row + column) % 2 === 1) return `<c r="${name}" t="inlineStr"><is>${item}</is></c>`
    strings.push(item)
    return `<c r="${name}" t="s"><v>${strings.length - 1}</v></c>`
  }
  const rows = lines.map(
    (texts, row) => `<row r="${row + 1}">${texts.map((text, at) => cell(text, row, at)).join('')}</row>`,
  )
  return workbookFile({ sheets: [{ name: '表', rows: rows.join('') }], strings })
}

/** A … Z, AA …: what workbooks call the column of this place, from 0. */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last
}

/** A text between tags; what looks like an escape of workbooks stays what it is. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '&#13;')
}

function workbook(sheets: WorkbookPlan['sheets'], countsFrom1904: boolean): string {
  const entries = sheets.map(
    ({ name, state = 'visible' }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" state="${state}" r:id="rId${index + 1}"/>`,
  )
  return `<workbook xmlns="${MAIN}" xmlns:r="${TYPES}"><workbookPr date1904="${countsFrom1904 ? 1 : 0}"/><sheets>${entries.join('')}</sheets></workbook>`
}

function relationships(entries: readonly (readonly [string, string, string])[]): string {
  const elements = entries.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${TYPES}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${elements.join('')}</Relationships>`
}

function styles(formats: readonly (number | string)[]): string {
  const own = formats.map((format, index) =>
    typeof format === 'number'
      ? ''
      : `<numFmt numFmtId="${200 + index}" formatCode="${format.replaceAll('"', '&quot;')}"/>`,
  )
  const xfs = formats.map((format, index) => `<xf numFmtId="${typeof format === 'number' ? format : 200 + index}"/>`)
  return `<styleSheet xmlns="${MAIN}"><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`
}
