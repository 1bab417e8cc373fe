import type { StubSubgraph } from './stubs/stubSubgraph.ts'

/** One request that is sent over and over. */
export interface Workload {
  readonly number: number
  readonly title: string
  readonly query: string
  readonly variables?: Record<string, unknown>
  /** Where one subgraph can answer alone: its name, and the same question in its own schema. */
  readonly direct?: { readonly subgraph: string; readonly query: string }
}

/** Subgraphs and the workloads that run over them. */
export interface Scene {
  readonly name: string
  readonly subgraphs: readonly StubSubgraph[]
  readonly workloads: readonly Workload[]
}
