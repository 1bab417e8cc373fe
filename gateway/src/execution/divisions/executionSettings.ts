import type { FieldLevels } from '../answer/accessProfile.ts'
import type { DocumentGuard } from '../documentStore.ts'
import type { PlannerThreadOptions } from '../plan/plannerThread.ts'
import type { KeptLimits } from '../stale/keptValues.ts'
import type { BreakerSettings } from './trialBreaker.ts'

/** Limits of the calls to divisions; the defaults are those of the architecture. */
export interface ExecutionSettings {
  /** An operation is answered after this time with what has come by then. */
  readonly operationMillis: number
  /** One call to a division. */
  readonly callMillis: number
  readonly maxResponseBytes: number
  /** Calls under way at one division at once; further ones wait. */
  readonly concurrentCalls: number
  /** Calls that may wait for one division; further ones are refused. */
  readonly waitingCalls: number
  readonly maxRetries: number
  /** Retries per call, in the mean. */
  readonly retryShare: number
  readonly breaker: BreakerSettings & { readonly pauseMillis: number }
  /** Whether equal queries in flight of callers with equal rights share one execution. */
  readonly shareEqualQueries: boolean
  readonly planning: Pick<PlannerThreadOptions, 'planMillis' | 'heapMegabytes'>
  /** How long and how much of what divisions said may stand in for them when they are out; an age of 0: nothing. */
  readonly stale: KeptLimits
  /**
   * Characters of the operations kept compiled, of all audiences together; of documents a third is kept. Measured: some
   * 170 bytes of memory each.
   */
  readonly keptCharacters: number
  /** What refuses costly documents of clients. */
  readonly documentGuard?: DocumentGuard | undefined
  /** Levels of the graph's fields, where it shall be known what every operation reads, and whose data. */
  readonly levels?: FieldLevels | undefined
}

export const defaultExecutionSettings: ExecutionSettings = {
  operationMillis: 20_000,
  callMillis: 8_000,
  maxResponseBytes: 16 * 1024 * 1024,
  concurrentCalls: 128,
  waitingCalls: 512,
  maxRetries: 2,
  retryShare: 0.1,
  breaker: { windowMillis: 60_000, minimumCalls: 20, failureShare: 0.5, trialCalls: 5, pauseMillis: 30_000 },
  shareEqualQueries: false,
  planning: { planMillis: 5_000, heapMegabytes: 512 },
  stale: { maxAgeMillis: 3_600_000, maxBytes: 64 * 1024 * 1024, maxEntries: 50_000 },
  keptCharacters: 1_000_000,
}
