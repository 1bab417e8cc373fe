import type { ImportReceipt } from './importReceipt.ts'

/** How a run of a batch stands; INTERRUPTED: the process or the sender went away, what came in before stays. */
export type RunState = 'RUNNING' | 'DONE' | 'FAILED' | 'INTERRUPTED'

/** One pass of a file through the pipeline. Apart from its batch, whose number very many single rows may share. */
export interface ImportRun {
  /** Sorts by the time of its beginning. */
  _id: string
  batchNo: string
  startedAt: Date
  endedAt?: Date | undefined
  state: RunState
  /** On whose word. */
  operator: string
  receipt?: ImportReceipt | undefined
  /** Why it did not finish. */
  reason?: string | undefined
}
