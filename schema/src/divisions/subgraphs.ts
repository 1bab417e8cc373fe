import { type DivisionName, divisions } from './divisions.ts'

/** The subgraph that the hub itself answers, within its process: what it keeps of its own (evidence, agreements, deliveries). */
export const HUB_SUBGRAPH = 'hub'

/** The owner of a part of the graph: a division, or the hub. */
export type SubgraphName = DivisionName | typeof HUB_SUBGRAPH

export const subgraphNames: readonly SubgraphName[] = [...divisions.map(({ name }) => name), HUB_SUBGRAPH]

/** Stands in the supergraph for an address where there is none: the subgraph is answered by whoever serves the supergraph. */
export const IN_PROCESS_URL = 'urn:commerce-credit:in-process'
