import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { isWithin } from '@hub/schema/access/disclosureLevel'
import { reachIn } from '@hub/schema/access/reachIn'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { Condition } from '../query/fieldFilter.ts'

/** One condition on a stored record for being open. @param today calendar date in Shanghai, YYYY-MM-DD */
export interface OpenRule {
  (today: string): Condition
  /** Where the rule ends with a date: its path, and how many days after it the record is closed. */
  readonly ends?: { readonly path: string; readonly after: 0 | 1 }
}

/** When a family's records are open beyond their division: all rules of a level have to hold (domain guide, sections 3.4, 3.5, 4). */
export interface RecordVisibility {
  /** To anyone; null where none of the family ever is. */
  readonly public: readonly OpenRule[] | null
  /** To other government bodies; these hold for the public as well. */
  readonly shared: readonly OpenRule[]
}

/** Records that are open like their fields. */
export const openToAll: RecordVisibility = { public: [], shared: [] }

/** The path does not hold this value. */
export const isNot =
  (path: string, ...values: readonly string[]): OpenRule =>
  () => ({ [path]: { $nin: values } })

/** The path does not hold `false`. */
export const isNotFalse =
  (path: string): OpenRule =>
  () => ({ [path]: { $ne: false } })

/** Open up to and on the date at the path, for ever where there is none. */
export const throughDate = (path: string): OpenRule =>
  Object.assign((today: string) => ({ $or: [{ [path]: null }, { [path]: { $gte: today } }] }), {
    ends: { path, after: 1 } as const,
  })

/** Open until the date at the path has come, for ever where there is none. */
export const untilDate = (path: string): OpenRule =>
  Object.assign((today: string) => ({ $or: [{ [path]: null }, { [path]: { $gt: today } }] }), {
    ends: { path, after: 0 } as const,
  })

/** One of both rules is enough. */
export const either =
  (...rules: readonly OpenRule[]): OpenRule =>
  (today) => ({ $or: rules.map((rule) => rule(today)) })

/** The path holds this value. */
export const is =
  (path: string, value: unknown): OpenRule =>
  () => ({ [path]: value })

/** What is withdrawn was wrong, and what is repaired is shared no more (信用修复管理办法, art. 3); what is merged says where to look. */
const inForce: Condition = { recordState: { $in: ['CURRENT', 'MERGED'] } }
/** A subject keeps sight of its repaired records; a withdrawn one may never have been about it. */
const ofOneself: Condition = { recordState: { $in: ['CURRENT', 'MERGED', 'REPAIRED'] } }
const nothing: Condition = { _id: { $in: [] } }

/**
 * The condition under which a caller may know that a record exists; undefined where he may know of all.
 * What it leaves out is not found, not counted, and no page or cursor tells of it.
 */
export function visibleTo(
  { visibility, division }: { readonly visibility: RecordVisibility; readonly division: DivisionName },
  caller: CallerClaims,
  today: string,
): Condition | undefined {
  const { anyone, own } = reachIn(division, caller)
  if (anyone === 'INTERNAL') return undefined
  const rules = isWithin('SHARED', anyone) ? visibility.shared : publicRules(visibility)
  const open = rules === null ? nothing : { $and: [inForce, ...rules.map((rule) => rule(today))] }
  const subjectIds = isWithin('AUTHORIZED', own) ? (caller.subjectIds ?? []) : []
  if (subjectIds.length === 0) return open
  return { $or: [open, { $and: [{ subjectId: { $in: [...subjectIds] } }, ofOneself] }] }
}

function publicRules({ public: open, shared }: RecordVisibility): readonly OpenRule[] | null {
  return open === null ? null : [...shared, ...open]
}
