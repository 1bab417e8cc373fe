import { fileRefused } from './fileRefused.ts'
import { importLimits } from './importLimits.ts'

/** Whether a text is the heading of a column that the record family knows. */
export type IsHeading = (text: string) => boolean

/**
 * The headings, once the last of the lines read so far is found to hold them; titles may stand above.
 * A heading cell merged over two columns leaves the second empty: such a column has no name and is not read.
 * @throws HubError HUB_IMPORT_FILE_REFUSED when none of the first lines holds a known heading
 */
export function findHeadings(lines: readonly string[][], isHeading: IsHeading): string[] | undefined {
  const last = (lines.at(-1) ?? []).map((cell) => cell.trim())
  if (last.length > importLimits.columns) throw fileRefused(`列数超过 ${importLimits.columns}`)
  const known = last.filter(isHeading).length
  const filled = last.filter((cell) => cell !== '').length
  if (known > 0 && known * 2 >= filled) return last
  if (lines.length >= importLimits.headingLines) {
    throw fileRefused(`前 ${importLimits.headingLines} 行中没有表头：没有一行的列名是本类记录的数据项`)
  }
  return undefined
}
