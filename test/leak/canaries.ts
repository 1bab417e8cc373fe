import type { FamilyFields, RecordFamily } from '@hub/kit/family/recordFamily'
import { makeFoodLicenceNo, makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

/** A text that says which field of which subject it was put into: wherever it turns up, it came from there. */
export function canary(coordinate: string, tag: string): string {
  return `⟦${coordinate}@${tag}⟧`
}

/** All canaries in a text, as `Type.field@tag`. */
export function canariesIn(text: string): string[] {
  return [...text.matchAll(/⟦([^⟦⟧]+)⟧/g)].map(([, name = '']) => name)
}

const licence = makeFoodLicenceNo('1410105000001')

/** A value that each scalar of the contract takes. */
const samples: Record<string, unknown> = {
  OrgCode: '600037341',
  RegNo15: '110108000000016',
  FoodLicenceNo: licence,
  DivisionCode: '410105',
  IndustryCode: 'F5127',
  CountryCode: 'USA',
  CurrencyCode: 'USD',
  Decimal: '1.5',
  LocalDate: '2020-01-02',
  WorkdayDate: '2020-01-02',
  DateTime: new Date('2020-01-02T00:00:00Z'),
  Int: 7,
  Float: 7,
  Boolean: true,
}

/** What keeps a record in force and public, where the first value of an enum or a date would not. */
const open: Record<string, FamilyFields> = {
  penalties: {
    grade: 'SERIOUS',
    repairStatus: 'NOT_APPLIED',
    published: true,
    subjectCategory: 'ORGANISATION',
    publicity: { start: '2020-01-02', max: '2099-01-01' },
    publicityEndsOn: '2099-01-01',
  },
  permits: { published: true, subjectCategory: 'ORGANISATION', publicationScope: '1' },
  'list-entries': { removedOn: undefined },
  'red-list-entries': { publicityEndsOn: '2099-01-01', removedOn: '2099-01-01' },
  subjects: {
    personIdNo: undefined,
    subjectType: '11',
    marketEntityType: '1100',
    mergedIntoId: undefined,
    supersedesIds: [],
  },
  commendations: { awardObject: 'ENTERPRISE' },
}

/** A record with a value in every field that the family stores, texts being canaries. */
export function canaryFields(api: GraphQLSchema, family: RecordFamily, tag: string): FamilyFields {
  const stored = Object.keys(family.definition)
  const all = valuesOf(api, family.typeName, tag)
  const own = Object.fromEntries(Object.entries(all).filter(([name]) => stored.includes(name)))
  return { ...own, ...open[family.name] }
}

function valuesOf(api: GraphQLSchema, typeName: string, tag: string): FamilyFields {
  const type = api.getType(typeName)
  if (!isObjectType(type)) return {}
  return Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => field.args.length === 0 && !isLink(field.type))
      .map((field) => [field.name, fieldValue(api, field.type, `${typeName}.${field.name}`, tag)]),
  )
}

function fieldValue(api: GraphQLSchema, type: GraphQLOutputType, coordinate: string, tag: string): unknown {
  if (isNonNullType(type)) return fieldValue(api, type.ofType, coordinate, tag)
  if (isListType(type)) return [fieldValue(api, type.ofType, coordinate, tag)]
  if (isObjectType(type)) return valuesOf(api, type.name, tag)
  if (isEnumType(type)) return coordinate === 'EnterpriseIdentifier.kind' ? 'REG_NO' : type.getValues()[0]?.name
  if (type.toString() === 'USCC')
    return makeUscc({ category: '91', authority: '410100', organisation: tag === 'own' ? 'MA0X0001' : 'MA0X0002' })
  return samples[type.toString()] ?? canary(coordinate, tag)
}

/** Fields that lead to other records are followed by the test itself. */
export function isLink(type: GraphQLOutputType): boolean {
  const named = getNamedType(type)
  return (
    /Connection$|^Enterprise$|^PageInfo$/.test(named.name) || (isObjectType(named) && 'recordId' in named.getFields())
  )
}
