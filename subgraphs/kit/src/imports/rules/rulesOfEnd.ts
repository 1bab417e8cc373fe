import type { RecordFamily } from '../../family/recordFamily.ts'
import type { Rule } from './ruleSet.ts'

/** The rules for a row that only ends a record: what the record has already need not be said again. */
export function rulesOfEnd({ ending }: Pick<RecordFamily, 'ending'>, rules: readonly Rule[]): Rule[] {
  const named = new Set(['subjectName', ending?.by, ...(ending?.namedBy ?? [])])
  return rules.filter((rule) => rule.check !== 'required' || named.has(rule.field))
}
