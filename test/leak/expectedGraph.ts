import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { guideHub } from './guideHub.ts'
import { guideInputs, guideLevels, type Letter } from './guideLevels.ts'
import type { LeakCaller } from './leakCallers.ts'

/** A field as the guide has it. */
export interface GuideField {
  readonly coordinate: string
  readonly type: string
  readonly name: string
  readonly division: string
  readonly letter: Letter
}

/** Every field of the table, once. */
export const guideFields: readonly GuideField[] = Object.entries(guideLevels).flatMap(([division, types]) =>
  Object.entries(types).flatMap(([type, levels]) =>
    Object.entries(levels).flatMap(([letter, names]) =>
      names
        .split(' ')
        .map((name) => ({ coordinate: `${type}.${name}`, type, name, division, letter: letter as Letter })),
    ),
  ),
)

const byCoordinate = new Map(guideFields.map((field) => [field.coordinate, field]))
const rootTypes = new Set(['Query', 'Mutation'])

/** Whether a field exists for a caller: it is open to him about somebody, and a root field about anybody. */
export function existsFor(caller: LeakCaller, coordinate: string): boolean {
  const ofHub = guideHub[coordinate]
  if (ofHub !== undefined) return ofHub.roles.includes(caller.claims.role)
  const field = byCoordinate.get(coordinate)
  // What is not in the table is plumbing: pages, money, the common part of records; and events, which are shared.
  if (field === undefined) return !/^RecordEvent/.test(coordinate) || caller.sees('G', 'other', '', coordinate)
  const { division, letter, type } = field
  if (type === 'Mutation' && !caller.mutates) return false
  const others = caller.sees(letter, 'other', division, coordinate)
  if (others || rootTypes.has(type)) return others
  return caller.sees(letter, 'own', division, coordinate) || caller.finds?.(letter, division) === true
}

/** What a caller's graph should be: the types that he can come to, by fields that exist for him. */
export function expectedTypes(api: GraphQLSchema, caller: LeakCaller): Set<string> {
  const reached = new Set<string>()
  const visit = (name: string): void => {
    const type = api.getType(name)
    if (reached.has(name) || !(isObjectType(type) || isInterfaceType(type))) return
    reached.add(name)
    for (const field of Object.values(type.getFields())) {
      if (existsFor(caller, `${name}.${field.name}`)) visit(getNamedType(field.type).name)
    }
    if (isInterfaceType(type)) for (const object of api.getPossibleTypes(type)) visit(object.name)
  }
  for (const root of rootTypes) visit(root)
  return reached
}

/** Something one can ask by: a filter's field or a value of an order. */
export interface GuideInput {
  readonly coordinate: string
  readonly letter: Letter
  /** Root field that it is asked of, and its division. */
  readonly root: string
  readonly division: string
  /** The arguments that ask by it. */
  readonly asked: string
}

/** Every filter field and order value of every root list. */
export function guideAsks(api: GraphQLSchema): GuideInput[] {
  const query = api.getQueryType()?.getFields() ?? {}
  return guideFields
    .filter(({ type }) => type === 'Query')
    .flatMap(({ name: root, division }) =>
      (query[root]?.args ?? []).flatMap(({ name, type }) => {
        const input = getNamedType(type)
        if (!isInputObjectType(input) || !(name === 'filter' || name === 'orderBy')) return []
        const ask = (coordinate: string, asked: string): GuideInput => ({
          coordinate,
          letter: guideInputs[coordinate] ?? 'P',
          root,
          division,
          asked,
        })
        if (name === 'filter') {
          return Object.values(input.getFields()).map((field) =>
            ask(`${input.name}.${field.name}`, `filter: { ${field.name}: ${literalOf(getNamedType(field.type))} }`),
          )
        }
        const order = getNamedType(input.getFields().field?.type)
        const values = order && 'getValues' in order ? order.getValues() : []
        return values.map((value) => ask(`${order?.name}.${value.name}`, `orderBy: { field: ${value.name} }`))
      }),
    )
}

const literals: Record<string, string> = {
  Boolean: 'true',
  Int: '1',
  LocalDate: '"2020-01-02"',
  Decimal: '"1.5"',
  USCC: '"91410100MA0000015B"',
  CountryCode: '"USA"',
  DivisionCode: '"410105"',
  IndustryCode: '"F5127"',
  FoodLicenceNo: '"JY14101050000013"',
}

function literalOf(type: GraphQLNamedType): string {
  if ('getValues' in type) return type.getValues()[0]?.name ?? 'null'
  return literals[type.name] ?? '"x"'
}
