import type { RunState } from './importRun.ts'

/** A batch as the division reported it; sending it again adds a run. */
export interface ImportBatch {
  /** The batch number. */
  _id: string
  /** Import path of the family. */
  family: string
  file?: string | undefined
  operator: string
  /** The organisation outside whose batch it is; no other's rows come under its number. */
  provider?: string | undefined
  ruleSetId: string
  startedAt: Date
  /** Of the run that began or ended last. */
  state: RunState
}
