import { type GraphQLInputType, type GraphQLNamedInputType, getNamedType, isEnumType, isInputObjectType } from 'graphql'

/**
 * Input fields and enum values that an argument asks by, as coordinates: those in a value that was given, or, without one,
 * all that its type could ask by.
 */
export function askedMembers(type: GraphQLInputType, ...given: readonly unknown[]): string[] {
  const named = getNamedType(type)
  return given.length > 0 ? inValue(named, given[0]) : inType(named, new Set())
}

function inValue(type: GraphQLNamedInputType, value: unknown): string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.flatMap((element) => inValue(type, element))
  if (isEnumType(type)) return [`${type.name}.${String(value)}`]
  if (!isInputObjectType(type)) return []
  const fields = type.getFields()
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = fields[name]
    return field === undefined ? [] : [`${type.name}.${name}`, ...inValue(getNamedType(field.type), inner)]
  })
}

function inType(type: GraphQLNamedInputType, seen: Set<string>): string[] {
  if (seen.has(type.name)) return []
  seen.add(type.name)
  if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`)
  if (!isInputObjectType(type)) return []
  return Object.values(type.getFields()).flatMap((field) => [
    `${type.name}.${field.name}`,
    ...inType(getNamedType(field.type), seen),
  ])
}
