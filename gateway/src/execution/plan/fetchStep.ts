import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import type { SelectionSetNode } from 'graphql'
import type { BroughtField } from './broughtField.ts'
import type { StepPath } from './stepPath.ts'

/** One fetch of a plan: what is asked of which division, for which objects of the data. */
export interface FetchStep {
  readonly index: number
  readonly division: string
  readonly operation: 'query' | 'mutation'
  /** Where the objects are that it completes. Empty at the root. */
  readonly path: StepPath
  /** What must be known of an object to ask for it; undefined when nothing is asked by representation. */
  readonly requires: readonly QueryPlanSelectionNode[] | undefined
  readonly inputRewrites: readonly FetchDataRewrite[]
  readonly outputRewrites: readonly FetchDataRewrite[]
  /** Selection as GraphQL text in braces. */
  readonly selection: string
  /** The same, parsed. */
  readonly asked: SelectionSetNode
  /** What it adds to each object, by the names after `outputRewrites`. */
  readonly brings: readonly BroughtField[]
  /** Names, as the division answers them, that whatever it answers must have. */
  readonly due: readonly string[]
  /** The client's variables it uses: name -> definition as GraphQL text. */
  readonly variables: ReadonlyMap<string, string>
  /** Steps whose data it reads. */
  readonly needs: readonly number[]
}
