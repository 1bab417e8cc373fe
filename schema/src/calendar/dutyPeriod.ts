import { z } from 'zod'
import { codeEntry, codeSet } from '../codes/codeSet.ts'

const period = z.union([
  z.object({ workingDays: z.int(), countStartDay: z.boolean().default(false) }),
  z.object({ calendarDays: z.int() }),
  /** Month and day, MM-DD, of the year after the event's. */
  z.object({ followingYear: z.string() }),
  /** Day of the month after the event's. */
  z.object({ followingMonth: z.int().min(1).max(28) }),
])

/** How long a duty leaves, counted from its event. */
export type DutyPeriod = Readonly<z.output<typeof period>>

const parsed = new WeakMap<object, DutyPeriod>()

/**
 * The period of a duty by `schema/code-sets/duty-periods.json`.
 * @param duty its code, e.g. `DECISION_REPORT`
 * @param from day of the event, YYYY-MM-DD; the period in force on it counts
 * @returns undefined where none was in force
 */
export function dutyPeriod(duty: string, from: string): DutyPeriod | undefined {
  const entry = codeEntry(codeSet('duty-periods'), duty, from)
  if (entry === undefined) return undefined
  const known = parsed.get(entry) ?? period.parse(entry)
  parsed.set(entry, known)
  return known
}
