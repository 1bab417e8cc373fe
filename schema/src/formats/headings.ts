import { fileRefused } from './fileRefused.ts'
import { importLimits } from './importLimits.ts'

/** Whether a text is the heading of a column that the record family knows. */
export type IsHeading = (text: string) => boolean

/**
 * The headings, once the last of the lines read so far is found to hold them; titles may stand above.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for more columns than any form has
 */
export function findHeadings(lines: readonly (readonly string[])[], isHeading: IsHeading): string[] | undefined {
  const last = (lines.at(-1) ?? []).map((cell) => cell.trim())
  if (last.length > importLimits.columns) throw fileRefused(`列数超过 ${importLimits.columns}`)
  if (!holdsHeadings(last, last, isHeading)) return undefined
  return joinedHeadings(lines.at(-2) ?? [], last, isHeading)
}

/**
 * The headings of two lines, where cells were merged: a cell over two lines has its text in the upper one, a cell over
 * several columns names the group of those below it.
 * @returns undefined when the second line holds no headings, so is the first row
 */
export function withSecondLine(
  headings: readonly string[],
  line: readonly string[],
  isHeading: IsHeading,
): string[] | undefined {
  const second = line.map((cell) => cell.trim())
  const joined = joinedHeadings(headings, second, isHeading)
  return holdsHeadings(second, joined, isHeading) ? joined : undefined
}

/** At least half of the cells that are filled are headings. */
function holdsHeadings(cells: readonly string[], headings: readonly string[], isHeading: IsHeading): boolean {
  const filled = cells.flatMap((cell, index) => (cell === '' ? [] : [headings[index] ?? '']))
  const known = filled.filter(isHeading).length
  return known > 0 && known * 2 >= filled.length
}

function joinedHeadings(upper: readonly string[], lower: readonly string[], isHeading: IsHeading): string[] {
  let group = ''
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, index) => {
    const over = upper[index]?.trim() ?? ''
    const own = lower[index] ?? ''
    if (over !== '') group = over
    if (own === '') return over
    return isHeading(group + own) ? group + own : own
  })
}
