import { type DivisionCall, DivisionFailure } from '../divisions/divisionCall.ts'
import type { ExecutionObserver } from '../executionObserver.ts'
import type { StaleMemory } from './staleMemory.ts'

/** How a division that is out fails. One that answers nonsense or is too busy is not out. */
const OUT = new Set<string>(['HUB_DIVISION_TIMEOUT', 'HUB_DIVISION_UNAVAILABLE'])

export interface StandIns {
  readonly memory: StaleMemory
  /** Equal for callers whom every division tells the same; nobody is told what was said to others. */
  readonly rights: string
  readonly observer: ExecutionObserver
}

/** Calls that leave what they hear in memory, and when a division is out, put what it said last to the failure. */
export function staleIfError(call: DivisionCall, { memory, rights, observer }: StandIns): DivisionCall {
  return async (request) => {
    if (request.stale === undefined) return call(request)
    const asked = Date.now()
    try {
      const answer = await call(request)
      memory.note(request, rights, answer, asked)
      return answer
    } catch (error) {
      if (error instanceof DivisionFailure && OUT.has(error.code)) {
        error.stale = await memory.recall(request, rights).catch((fault: unknown) => noStandIn(error, fault))
        if (error.stale !== undefined) observer.stoodIn(request.division)
      }
      throw error
    }
  }
}

/**
 * A fault of the memory must not take the place of the failure that the client is to be told, nor all of the answer with it.
 * The log has the kind of it: what it says may repeat what the division said.
 */
function noStandIn(error: DivisionFailure, fault: unknown): undefined {
  error.message += `; what might stand in for it was not found: ${fault instanceof Error ? fault.name : typeof fault}`
}
