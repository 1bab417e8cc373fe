import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql'

/**
 * Whether an object of a type fulfils a type condition. The type may be an interface when a division knows it only as
 * an interface object.
 */
export function fulfils(schema: GraphQLSchema, typename: string, condition: string): boolean {
  if (typename === condition) return true
  const type = schema.getType(typename)
  const conditional = schema.getType(condition)
  if (!isObjectType(type) && !isInterfaceType(type)) return false
  return isAbstractType(conditional) && schema.isSubType(conditional, type)
}
