import type { GraphQLNamedType } from 'graphql'
import { entityKey } from './entityKey.ts'

/** Whether objects of a type are known by a key. */
export function isEntity(type: GraphQLNamedType): boolean {
  return entityKey(type) !== undefined
}
