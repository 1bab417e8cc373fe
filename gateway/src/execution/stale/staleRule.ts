import type { SelectionNode, SelectionSetNode } from 'graphql'
import { type GraphQLNamedType, type GraphQLSchema, getNamedType, isInterfaceType, isObjectType, Kind } from 'graphql'
import type { RequestSlot } from '../plan/requestText.ts'
import { AnswerTelling } from './answerTelling.ts'
import type { AnswerTells } from './answerTells.ts'
import { type EntityPlace, EntityPlaces } from './entityPlaces.ts'
import { givesEntities } from './givesEntities.ts'
import { isDated } from './isDated.ts'
import { isOpenField } from './isOpenField.ts'
import { type Lookup, lookupOf } from './lookup.ts'
import { pageNodes } from './pageNodes.ts'
import { type RepresentedSlot, representedSlots } from './representedSlots.ts'

/** What of the answers to a request may be kept. */
export interface StaleRule {
  /** Whether all its fields are PUBLIC or SHARED, so that whole answers may be. */
  readonly whole: boolean
  /** Whether its answers tell of what may cease to be open when a day has passed. */
  readonly dated: boolean
  /** Entities it looks up at the root; empty when it asks for anything else as well. */
  readonly lookups: readonly Lookup[]
  /** Entities it asks for by representation, as far as they can be put together from what else was said of them. */
  readonly represented: readonly RepresentedSlot[]
  /** Where whole answers tell of entities. */
  readonly places: readonly EntityPlace[]
  /** Of what whole answers tell. */
  readonly tells: AnswerTells
}

/** Whether anything selected may cease to be open when a day has passed. */
function tellsDated(schema: GraphQLSchema, type: GraphQLNamedType, { selections }: SelectionSetNode): boolean {
  if (isDated(type)) return true
  return selections.some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return false
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : type
      return condition !== undefined && tellsDated(schema, condition, selection.selectionSet)
    }
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined
    if (field === undefined) return false
    const named = getNamedType(field.type)
    // A page without its nodes still counts them.
    return isDated(pageNodes(named) ?? named) || tellsDated(schema, named, selection.selectionSet)
  })
}

function isOpen(schema: GraphQLSchema, type: GraphQLNamedType, { selections }: SelectionSetNode): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : type
      return condition !== undefined && isOpen(schema, condition, selection.selectionSet)
    }
    const name = selection.name.value
    if (!isOpenField(type, name)) return false
    if (selection.selectionSet === undefined) return true
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    return field !== undefined && isOpen(schema, getNamedType(field.type), selection.selectionSet)
  })
}

/**
 * Whether each root field gives records or pages of them. What is computed from its arguments (which subjects do these
 * rows mean?) or read on from a cursor (what has changed since?) must not be answered from memory.
 */
function asksForRecords(schema: GraphQLSchema, { selections }: SelectionSetNode): boolean {
  return selections.every((selection) => {
    const field = selection.kind === Kind.FIELD ? schema.getQueryType()?.getFields()[selection.name.value] : undefined
    return field !== undefined && givesEntities(getNamedType(field.type))
  })
}

/** Each look-up of a request's root fields; none when it asks for anything else, which could not be stood in for. */
function lookupsOf(schema: GraphQLSchema, selections: readonly SelectionNode[]): Lookup[] {
  const found = selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? lookupOf(schema, selection) : undefined,
  )
  return found.some((lookup) => lookup === undefined) ? [] : found.filter((lookup) => lookup !== undefined)
}

/**
 * The rule for a request of a program; undefined when nothing of its answers may be kept.
 * @param prefix of the request's own variables
 */
export function staleRule(schema: GraphQLSchema, slots: readonly RequestSlot[], prefix = ''): StaleRule | undefined {
  const [first] = slots[0]?.steps ?? []
  const query = schema.getQueryType()
  if (first === undefined || !query || first.operation === 'mutation') return undefined
  const selections = slots.flatMap(({ name, steps }) => steps.slice(0, 1).map(({ asked }) => ({ name, set: asked })))
  const whole = selections.every(
    ({ name, set }) => isOpen(schema, query, set) && (name !== undefined || asksForRecords(schema, set)),
  )
  const atRoot = first.path.length === 0 && selections.every(({ name }) => name === undefined)
  const rootFields = selections.flatMap(({ set }) => set.selections)
  const lookups = atRoot ? lookupsOf(schema, rootFields) : []
  const represented = representedSlots(schema, slots, prefix)
  if (!whole && lookups.length === 0 && represented.length === 0) return undefined
  const places = new EntityPlaces(schema)
  const tells = new AnswerTelling(schema)
  for (const { name, set } of whole ? selections : []) {
    if (name === undefined) {
      places.root(set)
      tells.root(set, lookups.length > 0)
    } else {
      places.represented(set, name, `${prefix}${name}`)
      tells.byRepresentation(set, `${prefix}${name}`)
    }
  }
  const dated = selections.some(({ set }) => tellsDated(schema, query, set))
  return { whole, dated, lookups, represented, places: places.found, tells: tells.found }
}
