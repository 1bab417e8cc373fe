import type { ColumnPlan } from './columnPlan.ts'

/** The headings of a family's form, in its order; nested values flat. */
export function formHeadings({ columns }: Pick<ColumnPlan, 'columns'>): string[] {
  return columns.flatMap(({ chineseName, kind }) =>
    kind.is === 'OBJECT' ? kind.columns.map((inner) => `${chineseName}·${inner.chineseName}`) : [chineseName],
  )
}
