import { type FieldNode, type GraphQLField, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql'

export type Variables = Readonly<Record<string, unknown>>

/** The value of an argument once the variables are known: what is given, else its default, else undefined. */
export type GivenValue = (variables: Variables) => unknown

/** The arguments of a field as an operation gives them, by name. */
export function givenArguments(
  { args }: GraphQLField<unknown, unknown>,
  node: FieldNode,
): ReadonlyMap<string, GivenValue> {
  const written = new Map(node.arguments?.map(({ name, value }) => [name.value, value]))
  return new Map(
    args.map(({ name, defaultValue }) => {
      const value = written.get(name)
      return [name, (variables) => (value && valueFromASTUntyped(value, variables)) ?? defaultValue]
    }),
  )
}

/** The variables of an operation and, for those not given, their defaults; nothing is inherited. */
export function givenVariables({ variableDefinitions = [] }: OperationDefinitionNode, given: Variables): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  )
  return Object.assign(Object.create(null), Object.fromEntries(defaults), given)
}
