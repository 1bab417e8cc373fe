import { type GraphQLNamedType, isObjectType } from 'graphql'

/** Credit records may be open for a time only; enterprises are what they are until that changes. */
const DATED = 'CreditRecord'

/** Whether objects of a type may cease to be open when a day has passed, without anything being changed. */
export function isDated(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === DATED)
}
