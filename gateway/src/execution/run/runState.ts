import type { GraphQLSchema } from 'graphql'
import type { DataObject } from './dataObject.ts'
import type { FailureReport } from './fieldFailure.ts'
import type { GatheredObjects } from './gatherObjects.ts'
import type { Merger } from './merger.ts'

/** What the steps of one run read and write. */
export interface RunState {
  /** Under canonical names, failures in their places. */
  readonly data: DataObject
  readonly gathered: GatheredObjects
  /** Reports of errors that no place of the data shows. */
  readonly loose: FailureReport[]
  /** The whole supergraph, by which types of data are told. */
  readonly schema: GraphQLSchema
  readonly merger: Merger
  /** Which division is asked for a field, by its canonical names from the root. */
  readonly divisionOf: (sources: readonly string[]) => string | undefined
}
