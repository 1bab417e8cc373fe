import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql'
import { failureIn } from '../run/failureIn.ts'

/** JSON text of a value that is neither null nor undefined, both byte text; undefined when it is no value of the type. */
export type LeafText = (value: unknown) => string | undefined

/** Characters that JSON escapes; a lone surrogate is escaped too, so that the answer is always valid UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what is looked for
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/

/** Strings up to this length are searched for what must be escaped; longer ones are left to JSON.stringify. */
const SEARCHED_LENGTH = 512

export function stringText(value: string): string {
  return value.length > SEARCHED_LENGTH || ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`
}

const MAX_INT = 2 ** 31

const intText: LeafText = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value < MAX_INT && value >= -MAX_INT
    ? String(value)
    : undefined

const floatText: LeafText = (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined)

const plainText: LeafText = (value) => (typeof value === 'string' ? stringText(value) : undefined)

const booleanText: LeafText = (value) => (value === true ? 'true' : value === false ? 'false' : undefined)

/** GraphQL, 3.5.5: an ID is written as a string whatever it is inside. */
const idText: LeafText = (value) =>
  typeof value === 'string' ? stringText(value) : Number.isInteger(value) ? `"${value}"` : undefined

/** What JSON text of a leaf looks like where that is enough to tell a right value, which is then written as it came. */
export type LeafKind = 'text' | 'integer' | 'number' | 'boolean' | readonly string[]

const KINDS = new WeakMap<LeafText, LeafKind>([
  [intText, 'integer'],
  [floatText, 'number'],
  [plainText, 'text'],
  [booleanText, 'boolean'],
  // A whole number, which an ID may be as well, is not written as it came.
  [idText, 'text'],
])

/** The kind of the leaves that are written by a function; the words themselves where they are an enum's. */
export function leafKind(text: LeafText): LeafKind | undefined {
  return KINDS.get(text)
}

/** Unless the schema says it, the hub does not know what the values of a custom scalar look like; the division that owns it does. */
const customText: LeafText = (value) => {
  if (typeof value === 'string') return stringText(value)
  return failureIn(value) === undefined ? JSON.stringify(value) : undefined
}

const STANDARD = new Map<GraphQLLeafType, LeafText>([
  [GraphQLInt, intText],
  [GraphQLFloat, floatText],
  [GraphQLString, plainText],
  [GraphQLBoolean, booleanText],
  [GraphQLID, idText],
])

const STANDARD_BY_NAME = new Map([...STANDARD].map(([type, text]) => [type.name, text]))

/** How values of a type are written: GraphQL, 3.5, with what JSON knows and no coercion of what does not fit. */
export function leafText(type: GraphQLLeafType): LeafText {
  if (isEnumType(type)) {
    const texts = new Map(type.getValues().map(({ name }) => [name as unknown, JSON.stringify(name)]))
    const text: LeafText = (value) => texts.get(value)
    KINDS.set(text, [...texts.keys()] as string[])
    return text
  }
  const standard = STANDARD_BY_NAME.get(type.name)
  return standard ?? (type.extensions.travelsAs === 'text' ? plainText : customText)
}
