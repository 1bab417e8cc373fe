import { type GraphQLSchema, getNamedType, isObjectType } from 'graphql'
import { isLink } from '../canaries.ts'
import type { LeakWorld } from '../leakWorld.ts'
import type { KeptRow } from './changeReader.ts'

/** A field that has a value: its coordinate, and the record's own field that it is beneath. */
export interface FilledField {
  readonly top: string
  readonly coordinate: string
}

const keyOf = ({ top, coordinate }: FilledField): string => `${top}/${coordinate}`

/** The fields of a record that have a value, by `keyOf`. */
export function filledFields(api: GraphQLSchema, typeName: string, record: object): Map<string, FilledField> {
  const filled = new Map<string, FilledField>()
  const walk = (type: string, node: unknown, above: string | undefined): void => {
    const object = api.getType(type)
    if (!isObjectType(object) || typeof node !== 'object' || node === null) return
    for (const [name, value] of Object.entries(node)) {
      const field = object.getFields()[name]
      if (field === undefined || value === null) continue
      const one = { top: above ?? name, coordinate: `${type}.${name}` }
      filled.set(keyOf(one), one)
      for (const element of Array.isArray(value) ? value : [value])
        walk(getNamedType(field.type).name, element, one.top)
    }
  }
  walk(typeName, record, undefined)
  return filled
}

/** All of a record's own values that a caller knows of, each under a name that no other type has. */
export function aliasedSelection(api: GraphQLSchema, typeName: string, known: (coordinate: string) => boolean): string {
  const type = api.getType(typeName)
  if (!isObjectType(type)) return ''
  const fields = Object.values(type.getFields()).filter(({ name }) => known(`${typeName}.${name}`))
  const selected = fields
    .filter((field) => !isLink(field.type))
    .map((field) => {
      const named = getNamedType(field.type)
      const beneath = isObjectType(named) ? ` { ${innerSelection(api, named.name, known)} }` : ''
      return `${typeName}_${field.name}: ${field.name}${beneath}`
    })
  return selected.join(' ')
}

function innerSelection(api: GraphQLSchema, typeName: string, known: (coordinate: string) => boolean): string {
  const type = api.getType(typeName)
  if (!isObjectType(type)) return '__typename'
  const selected = Object.values(type.getFields()).flatMap((field) => {
    if (!known(`${typeName}.${field.name}`) || isLink(field.type)) return []
    const named = getNamedType(field.type)
    return isObjectType(named) ? [`${field.name} { ${innerSelection(api, named.name, known)} }`] : [field.name]
  })
  return selected.length === 0 ? '__typename' : selected.join(' ')
}

/** A record as `aliasedSelection` was answered, with its fields' own names. */
export function withoutAliases(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name.startsWith('__') ? name : name.replace(/^[^_]+_/, ''), value]),
  )
}

/** What every record holds: the fields that have a value for the inspector, who sees everything, by ids of records. */
export async function filledRecords(
  world: LeakWorld,
  rows: readonly KeptRow[],
): Promise<Map<string, Map<string, FilledField>>> {
  const filled = new Map<string, Map<string, FilledField>>()
  for (const family of new Set(rows.map((one) => one.family))) {
    if (family.isSubject) continue
    const of = rows.filter((one) => one.family === family)
    const selected = aliasedSelection(world.api, family.typeName, () => true)
    const entities = of.map(({ row }) => `{ __typename: "${family.typeName}", recordId: "${row.recordId}" }`).join(' ')
    const query = `{ _entities(representations: [${entities}]) { ... on ${family.typeName} { recordId ${selected} } } }`
    const division = of[0]?.division
    if (division === undefined) continue
    const { data, errors } = await world.direct(division, { caller: 'inspector', role: 'INSPECTOR' }, query)
    if (errors.length > 0) throw new Error(JSON.stringify(errors[0]))
    for (const entity of (data?._entities ?? []) as Record<string, unknown>[]) {
      const { recordId, ...fields } = entity
      filled.set(String(recordId), filledFields(world.api, family.typeName, withoutAliases(fields)))
    }
  }
  return filled
}
