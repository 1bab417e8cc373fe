import type { RuleSet } from './ruleSet.ts'

/** That records of a family are to be reported in time: by which rules, counted from which field, for how long. */
export interface ReportingDuty {
  /** Of every edition: what an earlier one found late stays late. */
  ruleIds: readonly string[]
  /** Field with the day of the event. */
  field: string
  /** Code of the period in `schema/code-sets/duty-periods.json`. */
  duty: string
}

/** The duty that the rules of a family set, in their latest edition; for many families there is none. */
export function reportingDuty({ rules }: RuleSet): ReportingDuty | undefined {
  const limits = rules.flatMap((rule) => (rule.check === 'reportedWithin' ? [rule] : []))
  const last = limits.toSorted((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom)).at(-1)
  return last === undefined ? undefined : { ruleIds: limits.map(({ id }) => id), field: last.field, duty: last.duty }
}
