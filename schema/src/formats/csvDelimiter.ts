import type { IsHeading } from './headingRule.ts'
import { importLimits } from './importLimits.ts'

const DELIMITERS = [',', '\t', ';', '|'] as const

/** What separates the cells of a CSV text: the character by which one of its first lines falls into the most known headings. */
export function csvDelimiter(start: string, isHeading: IsHeading): string {
  const lines = start.split(/\r\n|\n/).slice(0, importLimits.headingLines)
  const headingsBy = (delimiter: string): number => Math.max(...lines.map((line) => knownCells(line, delimiter)))
  const knownCells = (line: string, delimiter: string): number =>
    line.split(delimiter).filter((cell) => isHeading(cell.trim().replace(/^"|"$/g, ''))).length
  return DELIMITERS.reduce<string>((best, next) => (headingsBy(next) > headingsBy(best) ? next : best), ',')
}
