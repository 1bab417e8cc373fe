import { dutyStanding } from '@hub/schema/calendar/dutyStanding'
import type { FamilyFields } from '../../family/recordFamily.ts'
import type { RowFault } from '../rows/rowReading.ts'
import type { Rule } from './ruleSet.ts'

/** Asks every rule about a row's values; `today` is the calendar date of the report, YYYY-MM-DD. */
export function checkRules(
  rules: readonly Rule[],
  values: FamilyFields,
  today: string,
): { faults: RowFault[]; warnings: RowFault[] } {
  const faults: RowFault[] = []
  const warnings: RowFault[] = []
  for (const rule of rules) {
    if (holds(rule, values, today)) continue
    const found = { field: fieldOf(rule), rule: rule.id, document: rule.document, message: rule.message }
    if (rule.severity === 'DOUBT') faults.push(found)
    else warnings.push(found)
  }
  return { faults, warnings }
}

function holds(rule: Rule, values: FamilyFields, today: string): boolean {
  switch (rule.check) {
    case 'required':
      return (rule.when !== undefined && !applies(rule.when, values)) || isPresent(valueAt(values, rule.field))
    case 'requiredOneOf':
      return rule.fields.some((field) => isPresent(valueAt(values, field)))
    case 'absent':
      return !applies(rule.when, values) || !isPresent(valueAt(values, rule.field))
    case 'maxLength':
      return textsAt(values, rule.field).every((text) => text.length <= rule.max || [...text].length <= rule.max)
    case 'pattern':
      return textsAt(values, rule.field).every((text) => new RegExp(rule.pattern, 'u').test(text))
    default:
      return comparisonHolds(rule, values, today)
  }
}

type Comparison = Extract<
  Rule,
  { check: 'notAfter' | 'notInFuture' | 'notBefore' | 'notLaterThan' | 'reportedWithin' | 'range' }
>

/** A rule about a value that is not there holds: `required` is a rule of its own. */
function comparisonHolds(rule: Comparison, values: FamilyFields, today: string): boolean {
  const value = valueAt(values, rule.field)
  if (!isPresent(value)) return true
  const text = String(value)
  switch (rule.check) {
    case 'notAfter': {
      const other = valueAt(values, rule.other)
      return !isPresent(other) || text <= String(other)
    }
    case 'notInFuture':
      return text <= today
    case 'notBefore':
      return text >= rule.date
    case 'notLaterThan':
      return text <= rule.date
    case 'reportedWithin':
      return !isLate(text, rule.duty, today)
    case 'range':
      return Number(text) >= rule.min && Number(text) <= rule.max
  }
}

function isLate(from: string, duty: string, today: string): boolean {
  return dutyStanding({ duty, from, doneOn: today }, today)?.state === 'DONE_LATE'
}

function applies({ field, in: wanted }: { field: string; in: string[] }, values: FamilyFields): boolean {
  return textsAt(values, field).some((text) => wanted.includes(text))
}

function valueAt(values: FamilyFields, path: string): unknown {
  if (!path.includes('.')) return values[path]
  return path.split('.').reduce<unknown>((inner, name) => (inner as FamilyFields | undefined)?.[name], values)
}

function textsAt(values: FamilyFields, path: string): string[] {
  const value = valueAt(values, path)
  return (Array.isArray(value) ? value : [value]).filter(isPresent).map(String)
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

const fieldOf = (rule: Rule): string => ('fields' in rule ? rule.fields.join(',') : rule.field)
