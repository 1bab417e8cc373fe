import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { gathered } from '../gathered.ts'
import { escapedXml } from './xmlText.ts'

/** Texts stay as they are written; numbers are numbers. */
export type XlsxCell = string | number

export interface XlsxSheet {
  readonly name: string
  readonly lines: AsyncIterable<readonly XlsxCell[]> | Iterable<readonly XlsxCell[]>
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** The same content gives the same bytes, whenever it is written. */
const FIXED = { mtime: new Date(Date.UTC(2000, 0, 1)), forceDosTimestamp: true }
const LETTERS = 26
const FIRST_LETTER = 65

/**
 * An XLSX file (ECMA-376) as a stream: lines are written as they come, texts within their cells, so that memory does not
 * grow with the file.
 */
export function xlsxBytes(sheets: readonly XlsxSheet[]): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as unknown as Readable
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(HEAD + text), name, FIXED)
  add('[Content_Types].xml', contentTypes(sheets.length))
  add('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']]))
  const numbered = sheets.map((sheet, index) => ({ ...sheet, file: `worksheets/sheet${index + 1}.xml` }))
  const named = numbered.map(
    ({ name }, index) => `<sheet name="${escapedXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  add('xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${TYPES}"><sheets>${named.join('')}</sheets></workbook>`)
  add('xl/_rels/workbook.xml.rels', relationships(numbered.map(({ file }) => ['worksheet', file])))
  for (const { file, lines } of numbered) {
    const sheet = Readable.from(gathered(sheetText(lines)), { objectMode: false })
    // The archive does not listen for it: nobody would, and the reader would wait for ever.
    sheet.on('error', (error) => output.destroy(error))
    zip.addReadStream(sheet, `xl/${file}`, FIXED)
  }
  zip.end()
  return output
}

async function* sheetText(lines: XlsxSheet['lines']): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`
  let row = 0
  for await (const cells of lines) {
    row += 1
    yield `<row r="${row}">${cells.map((cell, column) => cellText(cell, column, row)).join('')}</row>`
  }
  yield '</sheetData></worksheet>'
}

function cellText(cell: XlsxCell, column: number, row: number): string {
  const place = `${columnName(column)}${row}`
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (cell === '') return ''
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapedXml(cell)}</t></is></c>`
}

/** A … Z, AA … */
function columnName(column: number): string {
  const last = String.fromCharCode(FIRST_LETTER + (column % LETTERS))
  return column < LETTERS ? last : columnName(Math.floor(column / LETTERS) - 1) + last
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${TYPES}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`
}

function contentTypes(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${SHEET}.worksheet+xml"/>`,
  )
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/>${parts.join('')}</Types>`
}
