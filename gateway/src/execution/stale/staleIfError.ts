import { type DivisionCall, DivisionFailure } from '../divisions/divisionCall.ts'
import type { ExecutionObserver } from '../executionObserver.ts'
import type { StaleMemory } from './staleMemory.ts'

/** How a division that is out fails. One that answers nonsense or is too busy is not out. */
const OUT = new Set<string>(['HUB_DIVISION_TIMEOUT', 'HUB_DIVISION_UNAVAILABLE'])

export interface StandIns {
  readonly memory: StaleMemory
  /** Callers with the same key see the same; nobody is told what was said to another. */
  readonly accessKey: string
  readonly observer: ExecutionObserver
}

/** Calls that leave what they hear in memory, and when a division is out, put what it said last to the failure. */
export function staleIfError(call: DivisionCall, { memory, accessKey, observer }: StandIns): DivisionCall {
  return async (request) => {
    if (request.stale === undefined) return call(request)
    try {
      const answer = await call(request)
      memory.note(request, accessKey, answer)
      return answer
    } catch (error) {
      if (error instanceof DivisionFailure && OUT.has(error.code)) {
        error.stale = memory.recall(request, accessKey)
        if (error.stale !== undefined) observer.stoodIn(request.division)
      }
      throw error
    }
  }
}
