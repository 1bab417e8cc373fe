import type { ColumnPlan } from './columnPlan.ts'

type Cells = Readonly<Record<string, unknown>>

/**
 * The filled cells of a row, whatever form it came by, under the headings of the family's own form: a clerk corrects
 * 签发日期, not issuedOn or a national code. What has no heading there, or shares it with another cell, keeps its own.
 */
export function formCells(cells: Cells, plan: Pick<ColumnPlan, 'byHeading'>): Record<string, unknown> {
  const filled = Object.entries(cells).flatMap(([heading, cell]) =>
    isFilled(cell) ? flat(heading, cell, Object.keys(cells), plan) : [],
  )
  const taken = new Set(filled.map(({ heading }) => heading))
  const placed = filled.map(({ heading, formHeading, cell }): [string, unknown] => {
    if (taken.has(formHeading)) return [heading, cell]
    taken.add(formHeading)
    return [formHeading, cell]
  })
  return Object.fromEntries(placed)
}

interface FilledCell {
  heading: string
  formHeading: string
  cell: unknown
}

/** A nested value is several cells of the form, unless it has something that the form has no heading for. */
function flat(
  heading: string,
  cell: unknown,
  headings: readonly string[],
  plan: Pick<ColumnPlan, 'byHeading'>,
): FilledCell[] {
  const { kind, chineseName = heading } = plan.byHeading(heading, headings) ?? {}
  const whole = [{ heading, formHeading: chineseName, cell }]
  if (kind?.is !== 'OBJECT' || typeof cell !== 'object' || cell === null) return whole
  const parts = Object.entries(cell).map(([name, inner]) => {
    const column = kind.columns.find((known) => known.field === name || known.chineseName === name)
    return (
      column && {
        heading: `${heading}.${column.field}`,
        formHeading: `${chineseName}·${column.chineseName}`,
        cell: inner,
      }
    )
  })
  return parts.every((part) => part !== undefined) ? parts.filter(({ cell: inner }) => isFilled(inner)) : whole
}

const isFilled = (cell: unknown): boolean => cell !== undefined && cell !== null && cell !== ''
