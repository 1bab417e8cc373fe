import { parentPort, workerData } from 'node:worker_threads'
import type { PlannerMessage, PlannerReply } from './plannerThread.ts'
import { planQuery } from './planQuery.ts'

// The planner's own thread: says when it has read the supergraph, then plans what it is sent, one operation after the other.
const plan = planQuery((workerData as { sdl: string }).sdl)
parentPort?.postMessage('ready' satisfies PlannerMessage)

function reply(canonical: string): PlannerReply {
  try {
    return { plan: plan(canonical) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (canonical: string) => parentPort?.postMessage(reply(canonical)))
