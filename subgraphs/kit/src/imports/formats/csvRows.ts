import { CsvError, parse } from 'csv-parse'
import { csvDelimiter } from './csvDelimiter.ts'
import { fileRefused } from './fileRefused.ts'
import { findHeadings, type IsHeading } from './headings.ts'
import { importLimits } from './importLimits.ts'
import { peekedText } from './peekedText.ts'
import { type RawRow, ROWS_PER_GROUP } from './rawRow.ts'
import { through } from './through.ts'

interface CsvRecord {
  record: string[]
  info: { lines: number }
}

/**
 * The rows of a CSV text: separated by comma, semicolon or tab, quoted as in RFC 4180, headings after any title lines.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for text that is no CSV, or has no heading that the family knows
 */
export async function* csvRows(text: AsyncIterable<string>, isHeading: IsHeading): AsyncGenerator<RawRow[]> {
  const { start, all } = await peekedText(text, importLimits.headingCharacters)
  const parser = parse({
    delimiter: csvDelimiter(start, isHeading),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: importLimits.rowCharacters,
  })
  try {
    yield* grouped(through<CsvRecord>(all, parser), isHeading)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw fileRefused(csvReason(error), error)
  }
}

async function* grouped(records: AsyncIterable<CsvRecord>, isHeading: IsHeading): AsyncGenerator<RawRow[]> {
  let headings: string[] | undefined
  const above: string[][] = []
  let group: RawRow[] = []
  for await (const { record, info } of records) {
    if (headings === undefined) {
      above.push(record)
      headings = findHeadings(above, isHeading)
      continue
    }
    if (record.every((cell) => cell.trim() === '')) continue
    group.push(rowOf(headings, record, info.lines))
    if (group.length === ROWS_PER_GROUP) {
      yield group
      group = []
    }
  }
  if (headings === undefined) throw fileRefused('文件中没有表头：没有一列是本类记录的数据项')
  if (group.length > 0) yield group
}

function rowOf(headings: string[], record: string[], line: number): RawRow {
  const cells: Record<string, unknown> = {}
  for (let index = 0; index < headings.length; index++) {
    const heading = headings[index]
    if (heading !== undefined && heading !== '') cells[heading] = record[index] ?? ''
  }
  const extra = record.slice(headings.length).filter((cell) => cell.trim() !== '')
  if (extra.length === 0) return { line, cells }
  return { line, cells: { ...cells, 多出的列: extra.join(' | ') }, fault: `该行比表头多 ${extra.length} 列` }
}

function csvReason(error: CsvError): string {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return `单行超过 ${importLimits.rowCharacters} 个字符，请检查引号和换行`
  const line = typeof error.lines === 'number' ? `第 ${error.lines} 行附近` : ''
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `文件结束时引号没有闭合（${line}）`
  return `不是可读的 CSV（${line}${error.code}）`
}
