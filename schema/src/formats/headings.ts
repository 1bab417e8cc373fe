import { fileRefused } from './fileRefused.ts'
import type { HeadingRule, IsHeading } from './headingRule.ts'
import { importLimits } from './importLimits.ts'

/**
 * The headings, once the last of the lines read so far is found to hold them; titles may stand above.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for more columns than any form has
 */
export function findHeadings(lines: readonly (readonly string[])[], rule: HeadingRule): string[] | undefined {
  const last = (lines.at(-1) ?? []).map((cell) => cell.trim())
  if (last.length > importLimits.columns) throw fileRefused(`列数超过 ${importLimits.columns}`)
  const joined = joinedHeadings(lines.at(-2) ?? [], last, rule.isHeading)
  return rule.isLine(last.filter(isFilled), joined) ? joined : undefined
}

/**
 * The headings of two lines, where cells were merged: a cell over two lines has its text in the upper one, a cell over
 * several columns names the group of those below it.
 * @returns undefined when the second line holds no headings, so is the first row
 */
export function withSecondLine(
  headings: readonly string[],
  line: readonly string[],
  rule: HeadingRule,
): string[] | undefined {
  const second = line.map((cell) => cell.trim())
  const joined = joinedHeadings(headings, second, rule.isHeading)
  const own = joined.filter((_, index) => isFilled(second[index] ?? ''))
  return rule.isLine(own, joined) ? joined : undefined
}

const isFilled = (cell: string): boolean => cell !== ''

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
