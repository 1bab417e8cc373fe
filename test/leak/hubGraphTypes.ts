import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import { guideHub } from './guideHub.ts'

/** Types that fields lead to, arguments and inputs included. */
function typesFrom(api: GraphQLSchema, isOpen: (coordinate: string) => boolean): Set<string> {
  const reached = new Set<string>()
  const visit = (type: GraphQLNamedType): void => {
    if (reached.has(type.name)) return
    reached.add(type.name)
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) visit(getNamedType(field.type))
    if (!isObjectType(type)) return
    for (const field of Object.values(type.getFields()).filter(({ name }) => isOpen(`${type.name}.${name}`))) {
      visit(getNamedType(field.type))
      for (const argument of field.args) visit(getNamedType(argument.type))
    }
  }
  for (const root of [api.getQueryType(), api.getMutationType()]) if (root) visit(root)
  return reached
}

/** Types of the hub's subgraph that nothing of a division leads to. */
export function hubOnlyTypes(api: GraphQLSchema): Set<string> {
  const ofDivisions = typesFrom(api, (coordinate) => guideHub[coordinate] === undefined)
  return new Set([...typesFrom(api, () => true)].filter((name) => !ofDivisions.has(name)))
}

/** The hub's types that the fields which are open lead to. */
export function openHubTypes(api: GraphQLSchema, isOpen: (coordinate: string) => boolean): Set<string> {
  const own = hubOnlyTypes(api)
  const open = typesFrom(api, (coordinate) => guideHub[coordinate] === undefined || isOpen(coordinate))
  return new Set([...own].filter((name) => open.has(name)))
}

/** A field with what its arguments must be given. */
export function callOf({ name, args }: GraphQLField<unknown, unknown>): string {
  const given = args.filter(({ type: of, defaultValue }) => String(of).endsWith('!') && defaultValue === undefined)
  const values = given.map((argument) => `${argument.name}: ${literalOf(getNamedType(argument.type))}`)
  return values.length === 0 ? name : `${name}(${values.join(', ')})`
}

/** Everything of the hub's own beneath a type, each field once on the way down. */
export function wholeSelection(api: GraphQLSchema, typeName: string, above: readonly string[] = []): string {
  const type = api.getType(typeName)
  const own = hubOnlyTypes(api)
  if (!isObjectType(type)) return ''
  const selected = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type)
    const isOthers = isCompositeType(named) && !own.has(named.name) && named.name !== 'PageInfo'
    if (isOthers || above.includes(named.name)) return []
    const call = callOf(field)
    return isObjectType(named) ? [`${call} ${wholeSelection(api, named.name, [...above, typeName])}`] : [call]
  })
  return `{ ${selected.join(' ')} }`
}

const literals: Readonly<Record<string, string>> = { Int: '1', LocalDate: '"2026-01-01"' }

const literalOf = (type: GraphQLNamedType): string =>
  isEnumType(type) ? (type.getValues()[0]?.name ?? 'null') : (literals[type.name] ?? '"x"')
