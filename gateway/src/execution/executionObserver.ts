import type { DivisionFailureCode } from './divisions/divisionCall.ts'

/** How a call to a division ended; `cancelled` when the client had hung up. */
export type CallOutcome = 'ok' | 'cancelled' | DivisionFailureCode

/** Hears what execution does, as it does it. Must be quick and must not throw. */
export interface ExecutionObserver {
  /** A call has ended, its retries included. */
  called(division: string, outcome: CallOutcome, millis: number): void
  /** Something that a division said before has stood in for it. */
  stoodIn(division: string): void
}

export const nobodyListens: ExecutionObserver = { called: () => {}, stoodIn: () => {} }
