import { type GraphQLSchema, isObjectType, Kind, type SelectionSetNode } from 'graphql'
import type { FetchStep } from '../plan/fetchStep.ts'
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

/** What is kept of each type that a step asks for; undefined when nothing of its answer can be put together. */
function representedTypes(schema: GraphQLSchema, step: FetchStep): Map<string, RepresentedType> | undefined {
  if (step.inputRewrites.length + step.outputRewrites.length > 0) return undefined
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
  return isOfUse ? types : undefined
}

/**
 * The slots of a request as something that can be answered from what was said of entities; none when nothing of it can. One
 * of which nothing can, beside others, has no types, so that what it asks for is known to be missing.
 * @param prefix of the request's own variables
 */
export function representedSlots(
  schema: GraphQLSchema,
  slots: readonly RequestSlot[],
  prefix: string,
): RepresentedSlot[] {
  const found = slots.flatMap(({ name, steps: [step] }): RepresentedSlot[] => {
    if (name === undefined || step === undefined) return []
    return [{ name, variable: `${prefix}${name}`, types: representedTypes(schema, step) ?? new Map() }]
  })
  return found.some(({ types }) => types.size > 0) ? found : []
}

/** By what a representation names its entity; undefined where it says more than that, or nothing of the kind. */
export function named(
  { __typename: _, ...members }: DataObject,
  { identifiers }: RepresentedType,
): Identification | undefined {
  const [[name, value] = ['', undefined], ...more] = Object.entries(members)
  return more.length === 0 && identifiers.includes(name) && typeof value === 'string' ? { name, value } : undefined
}
