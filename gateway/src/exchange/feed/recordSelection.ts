import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { FamilyName } from '@hub/schema/divisions/recordFamilies'
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import type { GraphEntities } from './graphEntities.ts'

/** The interface of all records. */
const RECORD = 'CreditRecord'

/** What is selected of records, and how the answer's names are turned back into the fields'. */
export interface RecordSelection {
  /** Selections within `{ }` of a field of type CreditRecord. */
  readonly text: string
  /** By type, alias -> field; types without aliases are absent. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/**
 * Everything that an audience may see of a division's records without leaving them: leaf fields and value objects, not
 * other records and not the enterprise. Fields of one name whose types differ from record type to record type get aliases.
 */
export function recordSelection(
  schema: GraphQLSchema,
  division: DivisionName,
  entities: GraphEntities,
): RecordSelection {
  const types = recordTypes(schema).filter(({ name }) => entities.ownersOf(`${name}.recordId`).includes(division))
  const fieldsOf = new Map(types.map((type) => [type, ownFields(type, division, entities)]))
  const all = [...fieldsOf.values()].flat()
  const apart = new Set(all.filter((field) => all.some((other) => differs(field, other))).map(({ name }) => name))
  const aliases = new Map<string, ReadonlyMap<string, string>>()
  const fragments = types.map((type) => {
    const own = new Map<string, string>()
    const selections = (fieldsOf.get(type) ?? []).map((field) => {
      const selected = `${field.name}${beneath(field, entities, new Set())}`
      if (!apart.has(field.name)) return selected
      const alias = `${field.name}_of_${type.name}`
      own.set(alias, field.name)
      return `${alias}: ${selected}`
    })
    if (own.size > 0) aliases.set(type.name, own)
    return `... on ${type.name} { ${selections.join(' ')} }`
  })
  return { text: ['__typename', ...fragments].join(' '), aliases }
}

type Field = GraphQLField<unknown, unknown>

/** By name, the fields that records of one type have for an audience; none where it finds no such records. */
export function recordFields(
  schema: GraphQLSchema,
  { division, typeName }: Pick<FamilyName, 'division' | 'typeName'>,
  entities: GraphEntities,
): ReadonlyMap<string, Field> {
  const type = recordTypes(schema).find(({ name }) => name === typeName)
  return new Map(type && ownFields(type, division, entities).map((field) => [field.name, field]))
}

function recordTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  const record = schema.getType(RECORD)
  return isInterfaceType(record) ? schema.getPossibleTypes(record) : []
}

function ownFields(type: GraphQLObjectType, division: DivisionName, entities: GraphEntities): Field[] {
  return Object.values(type.getFields()).filter(
    (field) => entities.ownersOf(`${type.name}.${field.name}`).includes(division) && isPart(field, entities),
  )
}

/** Whether a field is the record's own: a value, or an object that is known by no key. */
function isPart({ type, args }: Field, entities: GraphEntities): boolean {
  const named = getNamedType(type)
  if (args.some(isRequiredArgument)) return false
  return isLeafType(named) || (isObjectType(named) && args.length === 0 && !entities.isEntity(named.name))
}

/** Selections of a value object, empty for a leaf; one that holds its own kind ends there. */
function beneath({ type }: Field, entities: GraphEntities, around: ReadonlySet<string>): string {
  const named = getNamedType(type)
  if (!isObjectType(named)) return ''
  const inside = new Set(around).add(named.name)
  const parts = Object.values(named.getFields())
    .filter((field) => isPart(field, entities) && !inside.has(getNamedType(field.type).name))
    .map((field) => `${field.name}${beneath(field, entities, inside)}`)
  return ` { ${parts.length > 0 ? parts.join(' ') : '__typename'} }`
}

/** GraphQL 5.3.2: fields under one name have one type. */
function differs(one: Field, other: Field): boolean {
  return one.name === other.name && String(one.type) !== String(other.type)
}
