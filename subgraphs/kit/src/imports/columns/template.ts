import { csvLine } from '@hub/schema/formats/csvLine'
import type { ColumnPlan } from './columnPlan.ts'

/** The empty form of a family for spreadsheets: its headings, nested values flat. */
export function template({ columns }: ColumnPlan): string {
  const headings = columns.flatMap(({ chineseName, kind }) =>
    kind.is === 'OBJECT' ? kind.columns.map((inner) => `${chineseName}·${inner.chineseName}`) : [chineseName],
  )
  return `\ufeff${csvLine(headings)}`
}
