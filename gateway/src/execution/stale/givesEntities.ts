import { type GraphQLNamedType, getNamedType, isObjectType } from 'graphql'
import { isEntity } from './isEntity.ts'

/** Whether a type is an entity or a page of entities (Relay connection). */
export function givesEntities(type: GraphQLNamedType): boolean {
  if (isEntity(type)) return true
  const nodes = isObjectType(type) ? type.getFields().nodes : undefined
  return nodes !== undefined && isEntity(getNamedType(nodes.type))
}
