import { HubError } from '@hub/schema/errors/HubError'
import { nameGrams, normaliseName } from '@hub/schema/names/normaliseName'
import { Types } from 'mongoose'

/** A condition on stored records, in MongoDB's query language. */
export type Condition = Record<string, unknown>

/** One argument of a family's GraphQL filter: the value given, turned into a condition. */
export type FieldFilter = (value: unknown) => Condition

/** GraphQL filter argument -> what it asks of a stored record. */
export type FilterMap = Record<string, FieldFilter>

/** The path holds exactly this value. */
export const equals =
  (path: string): FieldFilter =>
  (value) => ({ [path]: value })

/** The path holds one of these values. */
export const oneOf =
  (path: string): FieldFilter =>
  (values) => ({ [path]: { $in: values } })

/** The path holds this value or a greater one (dates as YYYY-MM-DD compare as text). */
export const atLeast =
  (path: string): FieldFilter =>
  (value) => ({ [path]: { $gte: value } })

/** The path holds this value or a smaller one; records without a value do not match. */
export const atMost =
  (path: string): FieldFilter =>
  (value) => ({ [path]: { $lte: value, $ne: null } })

/** Asks another filter about an exact decimal: GraphQL brings it as text, the store holds Decimal128. */
export const decimal =
  (filter: FieldFilter): FieldFilter =>
  (value) =>
    filter(Types.Decimal128.fromString(String(value)))

/** The list at the path holds an element whose own path has this value. */
export const hasElement =
  (path: string, elementPath: string): FieldFilter =>
  (value) => ({ [path]: { $elemMatch: { [elementPath]: value } } })

/** On this calendar date the record held in the world. */
export const validOn: FieldFilter = (date) => ({
  $and: [
    { $or: [{ validFrom: { $exists: false } }, { validFrom: { $lte: date } }] },
    { $or: [{ validTo: { $exists: false } }, { validTo: { $gte: date } }] },
  ],
})

/** No name is longer; a longer text would ask the index as many questions as it has characters. */
const LONGEST_NAME = 200

/**
 * Any substring of a name, after normalisation (width, brackets, blanks, case). The empty text asks nothing.
 * The grams at `<path>Grams` narrow it by index; the normalised text at `<path>Normalised` decides.
 * @throws HubError BAD_USER_INPUT for a text of which nothing is left to look for, or more than a name can have: it was
 *   meant to narrow, and must not list everything
 */
export const containsName =
  (path: string): FieldFilter =>
  (value) => {
    if (value === '') return {}
    const wanted = normaliseName(String(value))
    const length = [...wanted].length
    if (length === 0 || length > LONGEST_NAME)
      throw new HubError(
        'BAD_USER_INPUT',
        `名称条件须含 1 至 ${LONGEST_NAME} 个可供查找的字符（空白、控制符和句末标点不计） / a name to look for has 1 to ${LONGEST_NAME} characters, blanks, control characters and punctuation at its end not counted`,
      )
    const isOneCharacter = length === 1
    const grams = isOneCharacter ? [wanted] : nameGrams(wanted).filter((gram) => [...gram].length === 2)
    return {
      $and: [
        ...grams.map((gram) => ({ [`${path}Grams`]: gram })),
        { [`${path}Normalised`]: { $regex: escapeRegex(wanted) } },
      ],
    }
  }

/** What a name filter at `path` needs stored. */
export function searchableName(path: string, name: string): Record<string, unknown> {
  return { [`${path}Normalised`]: normaliseName(name), [`${path}Grams`]: nameGrams(name) }
}

/** Joins the conditions of the arguments given; absent and null arguments ask nothing. */
export function conditionOf(filters: FilterMap, given: Record<string, unknown> | null | undefined): Condition[] {
  return Object.entries(given ?? {}).flatMap(([name, value]) => {
    const filter = filters[name]
    return filter === undefined || value === null || value === undefined ? [] : [filter(value)]
  })
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
