import type { FamilyFields, RecordFamily } from './recordFamily.ts'

/**
 * How records of a family end by rows that need not tell them whole: a list of removals (移出名单) names the subject and the
 * list, and the day of the removal.
 */
export interface RecordEnding {
  /** Field with the day on which a record began: what ended before that day was another. */
  since: string
  /** Field that only an ended record has: the day on which it ended. */
  by: string
  /** Fields that tell of the end; they stay once they were said, whatever a later row leaves out. */
  fields: readonly string[]
  /** Why it ended. */
  reason: string
  /** Fields that such a row must name, beside the subject, and the record must have alike. */
  namedBy: readonly string[]
  /** Fields in which row and record must not differ where both have them. */
  alsoBy: readonly string[]
}

type Ending = Pick<RecordFamily, 'ending' | 'definition'>

/** Whether a row says that a record has ended, or never should have been, and leaves out what makes the record whole. */
export function isEndOf(family: Ending, fields: FamilyFields, withdraws = false): boolean {
  const { ending } = family
  if (ending === undefined || (fields[ending.by] === undefined && !withdraws)) return false
  return !isWhole(family, fields)
}

/** Whether every field is there that the family requires. */
export function isWhole({ definition }: Pick<RecordFamily, 'definition'>, fields: FamilyFields): boolean {
  return Object.entries(definition).every(
    ([field, type]) => (type as { required?: boolean }).required !== true || fields[field] !== undefined,
  )
}
