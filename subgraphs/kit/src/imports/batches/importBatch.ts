import type { ImportReceipt } from './importReceipt.ts'

/** How a run of a batch stands; INTERRUPTED: the process or the sender went away, what came in before stays. */
export type RunState = 'RUNNING' | 'DONE' | 'FAILED' | 'INTERRUPTED'

/** One pass of a file through the pipeline. */
export interface ImportRun {
  startedAt: Date
  endedAt?: Date | undefined
  state: RunState
  /** On whose word; absent on runs that were kept before it was noted. */
  operator?: string | undefined
  receipt?: ImportReceipt | undefined
  /** Why it did not finish. */
  reason?: string | undefined
}

/** A batch as the division reported it; sending it again adds a run. */
export interface ImportBatch {
  /** The batch number. */
  _id: string
  /** Import path of the family. */
  family: string
  file?: string | undefined
  operator: string
  ruleSetId: string
  startedAt: Date
  runs: ImportRun[]
}
