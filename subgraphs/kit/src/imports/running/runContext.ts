import type { Importer } from '../importer.ts'
import type { Rule } from '../rules/ruleSet.ts'

/** What all rows of one run share. */
export interface RunContext {
  importer: Importer
  batchNo: string
  file: string | undefined
  operator: string
  rules: readonly Rule[]
  /** Calendar date of the report. */
  today: string
}
