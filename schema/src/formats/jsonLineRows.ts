import { fileRefused } from './fileRefused.ts'
import { importLimits } from './importLimits.ts'
import { type RawRow, ROWS_PER_GROUP } from './rawRow.ts'
import { textLines } from './textLines.ts'

/**
 * The rows of JSON lines, one object a line. A line that is no object is a row with a fault.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for a line without end
 */
export async function* jsonLineRows(text: AsyncIterable<string>): AsyncGenerator<RawRow[]> {
  let line = 0
  let group: RawRow[] = []
  for await (const lines of textLines(text, importLimits.rowCharacters, fileRefused)) {
    for (const written of lines) {
      line += 1
      if (written.trim() !== '') group.push(jsonRow(written, line))
      if (group.length < ROWS_PER_GROUP) continue
      yield group
      group = []
    }
  }
  if (group.length > 0) yield group
}

function jsonRow(written: string, line: number): RawRow {
  try {
    const cells: unknown = JSON.parse(written)
    if (typeof cells === 'object' && cells !== null && !Array.isArray(cells)) {
      return { line, cells: cells as Record<string, unknown> }
    }
  } catch {
    // Falls through: kept as it is written.
  }
  return { line, cells: { 原文: written }, fault: '该行不是一个 JSON 对象' }
}
