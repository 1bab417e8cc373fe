import type { ExecutionResult } from 'graphql'
import type { Federation } from './composeWorld.ts'
import type { Operation } from './mergedSchema.ts'
import type { AskSubgraph } from './subgraphServer.ts'

/** The gateway says that it does not plan the operation: neither right nor wrong, but counted. */
export class Refused extends Error {}

/** A subgraph that gives no answer. */
export class Outage extends Error {}

/** A gateway under test, loaded with one supergraph. */
export interface LoadedExecutor {
  /** @throws Refused */
  execute(operation: Operation): Promise<ExecutionResult>
  stop(): Promise<void>
}

/** What a gateway is told of a federation. */
export type ServedSupergraph = Pick<Federation, 'supergraphSdl' | 'apiSdl'>

/** Loads a supergraph into a gateway whose requests go to `ask`. */
export type LoadExecutor = (supergraph: ServedSupergraph, ask: AskSubgraph) => Promise<LoadedExecutor>
