import { Kind, type SelectionSetNode } from 'graphql'
import type { FetchStep } from '../plan/fetchStep.ts'

/** What is asked of a step's objects, those of one type where they are entities. */
export function askedOfObjects({ requires, asked }: FetchStep): SelectionSetNode {
  const [only, ...more] = asked.selections
  return requires !== undefined && only?.kind === Kind.INLINE_FRAGMENT && more.length === 0 ? only.selectionSet : asked
}
