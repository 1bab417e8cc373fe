import { CsvError, parse } from 'csv-parse'
import { csvDelimiter } from './csvDelimiter.ts'
import { fileRefused } from './fileRefused.ts'
import type { HeadingRule } from './headingRule.ts'
import { headingsUnknown } from './headingsUnknown.ts'
import { importLimits } from './importLimits.ts'
import { peekedText } from './peekedText.ts'
import { type RawRow, ROWS_PER_GROUP } from './rawRow.ts'
import { TableRows } from './tableRows.ts'
import { through } from './through.ts'

interface CsvRecord {
  record: string[]
  info: { lines: number }
}

/**
 * The rows of a CSV text: separated by comma, semicolon or tab, quoted as in RFC 4180, headings after any title lines.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for text that is no CSV, HUB_IMPORT_HEADINGS_UNKNOWN where the family knows none
 */
export async function* csvRows(text: AsyncIterable<string>, rule: HeadingRule): AsyncGenerator<RawRow[]> {
  const { start, all } = await peekedText(text, importLimits.headingCharacters)
  const parser = parse({
    delimiter: csvDelimiter(start, rule.isHeading),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: importLimits.rowCharacters,
  })
  try {
    yield* grouped(through<CsvRecord>(all, parser), rule)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw fileRefused(csvReason(error), error)
  }
}

async function* grouped(records: AsyncIterable<CsvRecord>, rule: HeadingRule): AsyncGenerator<RawRow[]> {
  const table = new TableRows(rule)
  let group: RawRow[] = []
  for await (const { record, info } of records) {
    const row = table.take({ line: info.lines, cells: record })
    if (row !== undefined) group.push(row)
    if (table.isHopeless) throw noHeadings()
    if (group.length < ROWS_PER_GROUP) continue
    yield group
    group = []
  }
  if (!table.hasHeadings) throw noHeadings()
  if (group.length > 0) yield group
}

/** Says what the file was taken for, since it may be none of that: the name `.gz` makes no archive. */
function noHeadings(): Error {
  const lines = importLimits.headingLines
  return headingsUnknown(
    `文件内容不是 gzip、XLSX、XML 或 JSON，故按 CSV 读取，但没有表头：前 ${lines} 行中没有一行的列名是本类记录的数据项`,
  )
}

function csvReason(error: CsvError): string {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return `单行超过 ${importLimits.rowCharacters} 个字符，请检查引号和换行`
  const line = typeof error.lines === 'number' ? `第 ${error.lines} 行附近` : ''
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `文件结束时引号没有闭合（${line}）`
  return `不是可读的 CSV（${line}${error.code}）`
}
