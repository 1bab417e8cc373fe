import { fileRefused } from './fileRefused.ts'
import type { HeadingRule } from './headingRule.ts'
import { headingsUnknown } from './headingsUnknown.ts'
import { importLimits } from './importLimits.ts'
import type { RawRow } from './rawRow.ts'
import { spoolInto } from './spoolInto.ts'
import { TableRows } from './tableRows.ts'
import { temporaryFile } from './temporaryFile.ts'
import { readSharedStrings } from './xlsx/readSharedStrings.ts'
import { readStyles } from './xlsx/readStyles.ts'
import { type SheetContext, sheetLines } from './xlsx/sheetLines.ts'
import { readWorkbook, type Workbook } from './xlsx/workbook.ts'
import { ZipArchive } from './xlsx/zipArchive.ts'

type Sheet = Workbook['sheets'][number]

/**
 * The rows of an XLSX workbook (ECMA-376): of the one visible sheet that has headings of the family. The file waits on
 * disk, as its directory is at its end; sheets are read as streams.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for a file that is damaged, encrypted, larger than it pretends, no workbook,
 *   or has rows in several sheets; HUB_IMPORT_HEADINGS_UNKNOWN where no sheet has headings that the family knows
 */
export async function* xlsxRows(bytes: AsyncIterable<Uint8Array>, rule: HeadingRule): AsyncGenerator<RawRow[]> {
  const file = await temporaryFile()
  const stringFile = await temporaryFile()
  try {
    await spoolInto(file, bytes)
    const archive = await ZipArchive.open(file)
    const { sheets, sharedStrings, styles, countsFrom1904 } = await readWorkbook(archive)
    const context = {
      strings: await readSharedStrings(archive, sharedStrings, stringFile.fd),
      styles: await readStyles(archive, styles),
      countsFrom1904,
    }
    const { part } = await sheetOfFamily(archive, sheets, context, rule)
    yield* rowsOf(archive, part, context, rule)
  } finally {
    await file.close()
    await stringFile.close()
  }
}

/** A second sheet with rows is not passed over: its records would be lost without a word. */
async function sheetOfFamily(
  archive: ZipArchive,
  sheets: readonly Sheet[],
  context: SheetContext,
  rule: HeadingRule,
): Promise<Sheet> {
  const found: Sheet[] = []
  const empty: Sheet[] = []
  for (const sheet of sheets) {
    const { hasHeadings, hasRows } = await beginning(archive, sheet.part, context, rule)
    if (hasHeadings) (hasRows ? found : empty).push(sheet)
  }
  if (found.length > 1) {
    const names = found.map(({ name }) => `“${name}”`).join('、')
    throw fileRefused(`几个工作表都有本类记录：${names}；一个文件只导入一个工作表，请分成几个文件`)
  }
  const sheet = found[0] ?? empty[0]
  if (sheet === undefined) throw headingsUnknown('没有一个可见的工作表在前几行有表头：列名不是本类记录的数据项')
  return sheet
}

async function beginning(
  archive: ZipArchive,
  part: string,
  context: SheetContext,
  rule: HeadingRule,
): Promise<{ hasHeadings: boolean; hasRows: boolean }> {
  const table = new TableRows(rule)
  for await (const lines of sheetLines(archive, part, context)) {
    for (const line of lines) {
      if (table.take(line) !== undefined) return { hasHeadings: true, hasRows: true }
      if (table.isHopeless) return { hasHeadings: false, hasRows: false }
    }
  }
  return { hasHeadings: table.hasHeadings, hasRows: false }
}

async function* rowsOf(
  archive: ZipArchive,
  part: string,
  context: SheetContext,
  rule: HeadingRule,
): AsyncGenerator<RawRow[]> {
  const table = new TableRows(rule)
  let characters = 0
  for await (const lines of sheetLines(archive, part, context)) {
    const rows = lines.flatMap((line) => table.take(line) ?? [])
    // A little file can say one long shared string a million times.
    characters += lines.reduce((sum, { cells }) => cells.reduce((all, { length }) => all + length, sum), 0)
    if (characters > importLimits.decompressedBytes) throw fileRefused('XLSX 的文字过多，请分成几个文件')
    if (rows.length > 0) yield rows
  }
}
