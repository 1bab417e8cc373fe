import type { ColumnPlan } from '../columns/columnPlan.ts'
import { formCells } from '../columns/formCells.ts'
import { cellText } from '../values/cellText.ts'

type Cells = Readonly<Record<string, unknown>>

/** Whether two rows are the same words under the same columns, by whatever headings and in whatever file. */
export function saysTheSame(a: Cells, b: Cells, plan: Pick<ColumnPlan, 'byHeading'>): boolean {
  return writtenForm(a, plan) === writtenForm(b, plan)
}

function writtenForm(cells: Cells, plan: Pick<ColumnPlan, 'byHeading'>): string {
  const texts = Object.entries(formCells(cells, plan)).map(([heading, cell]) => [
    heading,
    cellText(cell) ?? JSON.stringify(cell),
  ])
  return JSON.stringify(texts.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)))
}
