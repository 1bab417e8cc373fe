import { type GraphQLNamedType, Kind } from 'graphql'

/** Names of the fields by which objects of a type are known, as its key has them; undefined where they are not. */
export function entityKey(type: GraphQLNamedType): string | undefined {
  const keys = (type.astNode?.directives ?? [])
    .filter(({ name }) => name.value === 'join__type')
    .flatMap(({ arguments: args = [] }) => args.filter(({ name }) => name.value === 'key'))
  const [key] = keys.flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []))
  return key
}
