import { type GraphQLObjectType, type GraphQLSchema, getNullableType } from 'graphql'

/** By which argument of a root field one entity of a type is looked up, where the entity has a field of the same name. */
export function identifiersOf(schema: GraphQLSchema, type: GraphQLObjectType): string[] {
  const lookups = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    (field) => getNullableType(field.type) === type,
  )
  const names = lookups.flatMap(({ args }) => args.map(({ name }) => name))
  return [...new Set(names)].filter((name) => name in type.getFields())
}
