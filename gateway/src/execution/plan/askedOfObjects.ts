import { Kind, type SelectionSetNode } from 'graphql'
import type { FetchStep } from './fetchStep.ts'

/** What is asked of all of a step's objects alike; entities are asked by type, so that this is told only where they are of one. */
export function askedOfObjects({ requires, asked }: Pick<FetchStep, 'requires' | 'asked'>): SelectionSetNode {
  const [only, ...more] = asked.selections
  return requires !== undefined && only?.kind === Kind.INLINE_FRAGMENT && more.length === 0 ? only.selectionSet : asked
}
