import { readFileSync } from 'node:fs'
import { codeEntry, codeSet } from '@hub/schema/codes/codeSet'
import { HubError } from '@hub/schema/errors/HubError'
import { normativeDocument } from '@hub/schema/rules/normativeDocuments'
import { z } from 'zod'

const ruleFields = {
  /** Stays the same for as long as the rule means the same; doubts and statistics name it. */
  id: z.string(),
  /** The normative document the rule rests on. */
  document: z.string(),
  effectiveFrom: z.iso.date(),
  /** Last day in force. */
  effectiveTo: z.iso.date().optional(),
  /** DOUBT holds the row back until a person has seen it; WARNING lets it in with a remark. */
  severity: z.enum(['DOUBT', 'WARNING']),
  /** What is wrong when the rule is broken, in Chinese. */
  message: z.string(),
  /** False where the document's wording is not confirmed by a source. */
  confirmed: z.boolean().optional(),
}

const dutyCode = z
  .string()
  .refine((duty) => codeEntry(codeSet('duty-periods'), duty) !== undefined, 'no duty of duty-periods.json')

const condition = z.strictObject({ field: z.string(), in: z.array(z.string()) })

const ruleSchema = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('required'), field: z.string(), when: condition.optional(), ...ruleFields }),
  z.strictObject({ check: z.literal('requiredOneOf'), fields: z.array(z.string()), ...ruleFields }),
  z.strictObject({ check: z.literal('absent'), field: z.string(), when: condition, ...ruleFields }),
  /** In characters. */
  z.strictObject({ check: z.literal('maxLength'), field: z.string(), max: z.int(), ...ruleFields }),
  z.strictObject({ check: z.literal('pattern'), field: z.string(), pattern: z.string(), ...ruleFields }),
  /** `field` is not later than `other`; both calendar dates. */
  z.strictObject({ check: z.literal('notAfter'), field: z.string(), other: z.string(), ...ruleFields }),
  z.strictObject({ check: z.literal('notInFuture'), field: z.string(), ...ruleFields }),
  z.strictObject({ check: z.literal('notBefore'), field: z.string(), date: z.iso.date(), ...ruleFields }),
  z.strictObject({ check: z.literal('notLaterThan'), field: z.string(), date: z.iso.date(), ...ruleFields }),
  /** Reported in the period that a duty of `schema/code-sets/duty-periods.json` leaves after the date. */
  z.strictObject({ check: z.literal('reportedWithin'), field: z.string(), duty: dutyCode, ...ruleFields }),
  z.strictObject({ check: z.literal('range'), field: z.string(), min: z.number(), max: z.number(), ...ruleFields }),
])

const ruleSetSchema = z.strictObject({ id: z.string(), rules: z.array(ruleSchema) })

export type Rule = Readonly<z.output<typeof ruleSchema>>

/** The rules of one family, all editions in one file: `id` changes when a rule does. */
export type RuleSet = Readonly<z.output<typeof ruleSetSchema>>

/**
 * Reads a rule set.
 * @throws HubError HUB_CODE_SET_INVALID for a malformed file, a rule id given twice or an unknown document
 */
export function readRuleSet(file: URL): RuleSet {
  const parsed = ruleSetSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success)
    throw new HubError('HUB_CODE_SET_INVALID', `规则文件 ${file.pathname} 有误：${parsed.error.message}`)
  const ids = parsed.data.rules.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new HubError('HUB_CODE_SET_INVALID', `规则文件 ${file.pathname} 中 ${twice} 重复`)
  for (const { document } of parsed.data.rules) normativeDocument(document)
  return parsed.data
}

/** The rules in force on a day, YYYY-MM-DD. */
export function rulesOn(ruleSet: RuleSet, day: string): Rule[] {
  return ruleSet.rules.filter(
    ({ effectiveFrom, effectiveTo = '9999-12-31' }) => effectiveFrom <= day && day <= effectiveTo,
  )
}
