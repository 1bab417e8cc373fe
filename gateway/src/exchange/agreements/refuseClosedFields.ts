import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { HubError } from '@hub/schema/errors/HubError'
import { type GraphQLOutputType, getNamedType, isEnumType, isLeafType } from 'graphql'
import type { AgreementTerms, CatalogueItem } from './agreementTerms.ts'

/** By name, the fields that whoever reads for some terms finds in records of a family. */
export type OpenFields = (
  terms: AgreementTerms,
  family: (typeof recordFamilies)[number],
) => ReadonlyMap<string, { readonly type: GraphQLOutputType }>

interface FieldFault {
  /** As `penalties.fields.docNo`. */
  readonly place: string
  readonly what: string
}

/**
 * Refuses terms that name fields which do not exist for who reads for them, or whose values cannot be compared: their
 * records would go out without the fields, or never.
 * @throws HubError HUB_AGREEMENT_FIELD_CLOSED naming each of them
 */
export function refuseClosedFields(terms: AgreementTerms, openFields: OpenFields): void {
  const faults = terms.items.flatMap((item) => {
    const family = recordFamilies.find((one) => one.family === item.family)
    return family === undefined ? [] : itemFaults(item, openFields(terms, family))
  })
  if (faults.length === 0) return
  const fields = faults.map(({ place }) => place)
  const told = faults.map(({ place, what }) => `${place}: ${what}`).join('; ')
  throw new HubError('HUB_AGREEMENT_FIELD_CLOSED', told, { details: { fields } })
}

function itemFaults({ family, fields = [], where = [] }: CatalogueItem, open: ReturnType<OpenFields>): FieldFault[] {
  if (open.size === 0)
    return [{ place: family, what: '该级别看不到这类记录的内容 / nothing of these records is open at that level' }]
  const closed = `不存在或不在该级别之内 / unknown, or above the level; ${family}: ${[...open.keys()].sort().join(', ')}`
  return [
    ...fields.filter((name) => !open.has(name)).map((name) => ({ place: `${family}.fields.${name}`, what: closed })),
    ...where.flatMap(({ field, in: values }) => {
      const type = open.get(field)?.type
      const what = type === undefined ? closed : valuesFault(type, values)
      return what === undefined ? [] : [{ place: `${family}.where.${field}`, what }]
    }),
  ]
}

/** Why a field can have none of some values. */
function valuesFault(type: GraphQLOutputType, values: readonly string[]): string | undefined {
  const named = getNamedType(type)
  if (!isLeafType(named)) return '不是可比较的值 / no value that can be compared'
  if (!isEnumType(named)) return undefined
  const known = named.getValues().map(({ name }) => name)
  const unknown = values.filter((value) => !known.includes(value))
  if (unknown.length === 0) return undefined
  return `没有值 / has no value ${unknown.join(', ')}; ${named.name}: ${known.join(', ')}`
}
