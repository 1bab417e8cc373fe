import type { GraphQLNamedType } from 'graphql'
import { isEntity } from './isEntity.ts'
import { pageNodes } from './pageNodes.ts'

/** Whether a type is an entity or a page of entities. */
export function givesEntities(type: GraphQLNamedType): boolean {
  const nodes = pageNodes(type)
  return isEntity(type) || (nodes !== undefined && isEntity(nodes))
}
