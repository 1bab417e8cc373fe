import {
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql'
import { hashText } from '../../conformance/oracle/random.ts'

/** An object that has no data but a seed, from which its fields are invented. */
interface Invented {
  readonly seed: string
  readonly first?: number
}

const WORDS = [
  '行政处罚决定',
  '经营场所',
  '登记机关',
  '批发零售',
  '外商投资',
  '备案登记',
  '质量',
  '守信企业',
  '工商行政管理',
] as const

function text(hash: number): string {
  return Array.from({ length: 1 + (hash % 4) }, (_, at) => WORDS[(hash >>> (at * 3)) % WORDS.length]).join('')
}

function inventedLeaf(type: GraphQLNamedType, seed: string): unknown {
  const hash = hashText(seed)
  const day = String((hash % 28) + 1).padStart(2, '0')
  if (isEnumType(type)) return type.getValues()[hash % type.getValues().length]?.value
  if (type.name === 'Int') return hash % 1000
  if (type.name === 'Boolean') return hash % 2 === 0
  if (type.name === 'Float') return (hash % 1000) / 8
  if (type.name === 'Decimal') return `${hash % 100000}.50`
  if (type.name === 'LocalDate' || type.name === 'WorkdayDate') return `20${10 + (hash % 9)}-0${(hash % 9) + 1}-${day}`
  if (type.name === 'DateTime') return `2018-03-${day}T02:03:04.000Z`
  if (type.name === 'String') return text(hash)
  return `${type.name.toUpperCase()}${hash}`
}

function invented(type: GraphQLOutputType, seed: string, length: number): unknown {
  if (isNonNullType(type)) return invented(type.ofType, seed, length)
  if (isListType(type)) return Array.from({ length }, (_, at) => invented(type.ofType, `${seed}.${at}`, length))
  const named = getNamedType(type)
  return isScalarType(named) || isEnumType(named) ? inventedLeaf(named, seed) : { seed }
}

function seedOf(source: unknown): Invented {
  if (source === null || typeof source !== 'object') return { seed: 'root' }
  if ('seed' in source) return source as Invented
  return { seed: JSON.stringify(source) }
}

/** Resolves any field to something of its type, the same for the same object: pages are full, other lists have two entries. */
export const inventedField: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
  const known: unknown = source !== null && typeof source === 'object' ? Reflect.get(source, info.fieldName) : undefined
  if (known !== undefined) return known
  const { seed, first } = seedOf(source)
  const value = invented(info.returnType, `${seed}/${info.fieldName}`, first ?? 2)
  return typeof args.first === 'number' && value !== null ? { ...(value as Invented), first: args.first } : value
}
