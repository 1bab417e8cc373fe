import { type GraphQLNamedType, getNamedType, getNullableType, isListType, isObjectType } from 'graphql'

/** The type that a page is of (Relay connection); undefined for what is no page. */
export function pageNodes(type: GraphQLNamedType): GraphQLNamedType | undefined {
  const nodes = isObjectType(type) ? type.getFields().nodes : undefined
  return nodes && isListType(getNullableType(nodes.type)) ? getNamedType(nodes.type) : undefined
}
