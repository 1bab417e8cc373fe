import { csvLine } from '@hub/schema/formats/csvLine'
import type { ColumnPlan } from './columnPlan.ts'
import { formHeadings } from './formHeadings.ts'

/** The empty form of a family for spreadsheets. */
export function template(plan: ColumnPlan): string {
  return `\ufeff${csvLine(formHeadings(plan))}`
}
