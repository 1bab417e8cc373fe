import type { GraphQLNamedType } from 'graphql'
import { argumentOf, hasFields, joins } from '../plan/supergraphTypes.ts'

/** Names of the fields by which objects of a type are known, as its key has them; undefined where they are not. */
export function entityKey({ astNode }: GraphQLNamedType): string | undefined {
  if (!astNode || !hasFields(astNode)) return undefined
  const keys = joins(astNode, 'join__type').map((join) => argumentOf(join, 'key'))
  return keys.find((key) => typeof key === 'string')
}
