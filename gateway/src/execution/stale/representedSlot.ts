import { type GraphQLSchema, isObjectType, Kind, type SelectionSetNode } from 'graphql'
import type { RequestSlot } from '../plan/requestText.ts'
import type { DataObject } from '../run/dataObject.ts'
import { identifiersOf } from './identifiersOf.ts'
import { isDated } from './isDated.ts'
import { isEntity } from './isEntity.ts'
import { leavesOf } from './leavesOf.ts'
import type { Identification } from './lookup.ts'

/** What is kept of the entities of one type that a request asks for by representation. */
export interface RepresentedType {
  readonly leaves: readonly string[]
  /** Whether nothing else is asked of them. */
  readonly leavesOnly: boolean
  readonly identifiers: readonly string[]
}

/** Entities that a request asks for by representation. */
export interface RepresentedSlot {
  /** Name of the list in the answer. */
  readonly name: string
  /** Variable with the representations. */
  readonly variable: string
  readonly types: ReadonlyMap<string, RepresentedType>
}

/** The slot as something that can be answered from what was said of entities; undefined when nothing of it can. */
export function representedSlot(
  schema: GraphQLSchema,
  { name, steps: [step] }: RequestSlot,
  prefix: string,
): RepresentedSlot | undefined {
  if (name === undefined || step === undefined || step.inputRewrites.length + step.outputRewrites.length > 0)
    return undefined
  const types = new Map<string, RepresentedType>()
  for (const node of step.asked.selections) {
    const type =
      node.kind === Kind.INLINE_FRAGMENT && node.typeCondition && schema.getType(node.typeCondition.name.value)
    // Whether a record is still open is for its division to say; enterprises are what they were.
    if (!type || !isObjectType(type) || !isEntity(type) || isDated(type) || types.has(type.name)) return undefined
    const { selectionSet } = node as { selectionSet: SelectionSetNode }
    const leaves = leavesOf(type, selectionSet)
    const leavesOnly = leaves.length === selectionSet.selections.length
    types.set(type.name, { leaves, leavesOnly, identifiers: identifiersOf(schema, type) })
  }
  const isOfUse = [...types.values()].some(
    ({ leaves, identifiers }) => identifiers.length > 0 && leaves.some((leaf) => leaf !== '__typename'),
  )
  return isOfUse ? { name, variable: `${prefix}${name}`, types } : undefined
}

/** By what a representation names its entity; undefined where it says more than that, or nothing of the kind. */
export function named(
  { __typename: _, ...members }: DataObject,
  { identifiers }: RepresentedType,
): Identification | undefined {
  const [[name, value] = ['', undefined], ...more] = Object.entries(members)
  return more.length === 0 && identifiers.includes(name) && typeof value === 'string' ? { name, value } : undefined
}
