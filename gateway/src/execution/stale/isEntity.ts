import { type GraphQLNamedType, getNamedType, isObjectType } from 'graphql'

/** Whether objects of a type are known by a key. */
export function isEntity(type: GraphQLNamedType): boolean {
  return (
    type.astNode?.directives?.some(
      ({ name, arguments: args }) => name.value === 'join__type' && args?.some((arg) => arg.name.value === 'key'),
    ) === true
  )
}

/** Whether a type is an entity or a page of entities (Relay connection). */
export function givesEntities(type: GraphQLNamedType): boolean {
  if (isEntity(type)) return true
  const nodes = isObjectType(type) ? type.getFields().nodes : undefined
  return nodes !== undefined && isEntity(getNamedType(nodes.type))
}

/** Credit records may be open for a time only; enterprises are what they are until that changes. */
const DATED = 'CreditRecord'

/** Whether objects of a type may cease to be open when a day has passed, without anything being changed. */
export function isDated(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === DATED)
}
