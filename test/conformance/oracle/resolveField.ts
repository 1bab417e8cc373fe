import { defaultTypeResolver, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql'
import type { FieldData, ObjectRef, WorldData } from './dataGenerator.ts'

/** State of one operation: mutations count up, so that their order shows. */
export interface RunState {
  writes: number
}

/** An object on its way through graphql-js. */
export interface Source extends ObjectRef {
  readonly __typename: string
  /** What the gateway sent for it, when it came through `_entities`. */
  readonly representation?: Record<string, unknown>
}

export function sourceOf(object: ObjectRef): Source {
  return { ...object, __typename: object.of }
}

function isSource(value: unknown): value is Source {
  return value !== null && typeof value === 'object' && 'of' in value && 'index' in value
}

/** The object a resolver is called on; at the top there is none. */
export function parentOf(source: unknown, typeName: string): Source {
  return isSource(source) ? source : { of: typeName, index: 0, __typename: typeName }
}

/** Data as graphql-js wants it: an error at the top is thrown, one in a list stays, objects know their type. */
export function released(value: FieldData): unknown {
  if (value instanceof Error) throw value
  return inner(value)
}

function inner(value: FieldData): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Error) return value
  if (Array.isArray(value)) return value.map(inner)
  if ('blob' in value) return value.blob
  return 'of' in value ? sourceOf(value) : value
}

/** A mutation's result carries its place in the order of writes. */
export function withOrder(value: FieldData, parentType: string, state: RunState): FieldData {
  if (parentType !== 'Mutation') return value
  state.writes += 1
  return value !== null && typeof value === 'object' && 'of' in value ? { ...value, order: state.writes } : value
}

/** Resolves over the whole world: what plain graphql-js answers from. */
export function worldResolver(data: WorldData): GraphQLFieldResolver<unknown, RunState> {
  return (source, args, state, info) => {
    const parent = parentOf(source, info.parentType.name)
    const field = data.field(parent.of, info.fieldName)
    const value = data.value(parent, field, args, data.required(parent, field))
    return released(withOrder(value, info.parentType.name, state))
  }
}

export const typeResolver: GraphQLTypeResolver<unknown, RunState> = (value, context, info, type) =>
  isSource(value) ? value.of : defaultTypeResolver(value, context, info, type)
