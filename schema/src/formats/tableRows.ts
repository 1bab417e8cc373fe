import type { HeadingRule } from './headingRule.ts'
import { findHeadings, withSecondLine } from './headings.ts'
import { importLimits } from './importLimits.ts'
import type { RawRow } from './rawRow.ts'
import { addCell, noCells } from './rowCells.ts'
import { isSumRow } from './sumRow.ts'

/** One line of a table as its file has it. */
export interface TableLine extends Pick<RawRow, 'line' | 'fault' | 'remarks'> {
  cells: readonly string[]
}

/** Makes rows of the lines of a table: finds the headings below titles, leaves out blank lines and sums. */
export class TableRows {
  private readonly above: (readonly string[])[] = []
  private headings: string[] | undefined
  private isFirst = true

  constructor(private readonly rule: HeadingRule) {}

  get hasHeadings(): boolean {
    return this.headings !== undefined
  }

  /** Whether the headings were looked for in vain. */
  get isHopeless(): boolean {
    return this.headings === undefined && this.above.length >= importLimits.headingLines
  }

  /** @returns the row that the line is, if it is one */
  take(line: TableLine): RawRow | undefined {
    if (this.headings === undefined) {
      this.above.push(line.cells)
      this.headings = findHeadings(this.above.slice(-2), this.rule)
      return undefined
    }
    if (isBlank(line.cells) && line.fault === undefined) return undefined
    if (this.isFirst && this.takesSecondHeadings(this.headings, line.cells)) return undefined
    return isSumRow(line.cells) ? undefined : rowOf(this.headings, line)
  }

  private takesSecondHeadings(headings: readonly string[], cells: readonly string[]): boolean {
    this.isFirst = false
    const joined = withSecondLine(headings, cells, this.rule)
    this.headings = joined ?? this.headings
    return joined !== undefined
  }
}

/** A column without name has its number for one: what stands in it is kept, and read as nothing. */
function rowOf(headings: readonly string[], { line, cells: texts, fault, remarks }: TableLine): RawRow {
  const cells = noCells()
  headings.forEach((heading, index) => {
    const text = texts[index] ?? ''
    if (heading !== '') addCell(cells, heading, text)
    else if (text.trim() !== '') cells[`第 ${index + 1} 列`] = text
  })
  const extra = texts.slice(headings.length).filter((text) => text.trim() !== '')
  if (extra.length > 0) cells.多出的列 = extra.join(' | ')
  const faults = [fault, extra.length > 0 ? `该行比表头多 ${extra.length} 列` : undefined].filter(isText)
  return {
    line,
    cells,
    ...(faults.length === 0 ? {} : { fault: faults.join('；') }),
    ...(remarks === undefined ? {} : { remarks }),
  }
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')
const isText = (text: string | undefined): text is string => text !== undefined
