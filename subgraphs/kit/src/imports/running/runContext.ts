import type { Importer } from '../importer.ts'
import type { Rule } from '../rules/ruleSet.ts'
import type { KnownAmong } from './knownRows.ts'

/** What all rows of one run share. */
export interface RunContext {
  importer: Importer
  batchNo: string
  file: string | undefined
  operator: string
  /** The organisation outside whose file it is. */
  provider?: string | undefined
  rules: readonly Rule[]
  /** Calendar date of the report. */
  today: string
  /** What the batch brought when it was sent before; absent on its first run. */
  known?: KnownAmong | undefined
  /** Hears of every row that is a record. */
  onStored?: ((recordId: string) => void) | undefined
}
