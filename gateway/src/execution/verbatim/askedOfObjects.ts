import { Kind, type SelectionSetNode } from 'graphql'
import type { FetchStep } from '../plan/fetchStep.ts'
import { fieldSet } from '../plan/supergraphTypes.ts'

/** What is asked of a step's objects, those of one type where they are entities. */
export function askedOfObjects({ requires, selection }: FetchStep): SelectionSetNode {
  const set = fieldSet(selection.slice(1, -1))
  const [only, ...more] = set.selections
  return requires !== undefined && only?.kind === Kind.INLINE_FRAGMENT && more.length === 0 ? only.selectionSet : set
}
