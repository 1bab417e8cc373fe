import type { RecordFamily } from '../../family/recordFamily.ts'
import type { ColumnPlan } from '../columns/columnPlan.ts'
import type { Rule } from './ruleSet.ts'

/** Rules that follow from what a family declares: required fields of the store, lengths of the national data items. */
export function declaredRules(family: RecordFamily, plan: ColumnPlan): Rule[] {
  const nameOf = new Map(plan.columns.map(({ field, chineseName }) => [field, chineseName]))
  const required = Object.entries(family.definition).flatMap(([field, type]): Rule[] =>
    isRequired(type)
      ? [{ ...declared('required', field), check: 'required', field, message: `缺少${nameOf.get(field) ?? field}` }]
      : [],
  )
  const lengths = plan.columns.flatMap(({ field, chineseName, maxLength }): Rule[] =>
    maxLength === undefined
      ? []
      : [
          {
            ...declared('max-length', field),
            check: 'maxLength',
            field,
            max: maxLength,
            message: `${chineseName}超过 ${maxLength} 个字符`,
          },
        ],
  )
  return [...(family.isSubject ? [] : [SUBJECT_NAMED]), ...required, ...lengths]
}

/** A code without a name can't be seen to be the right one. */
const SUBJECT_NAMED: Rule = {
  ...declared('required', 'subjectName'),
  check: 'required',
  field: 'subjectName',
  message: '缺少企业（主体）名称',
}

function declared(rule: string, field: string) {
  return {
    id: `${rule}.${field}`,
    document: 'GB-T-39445-2020',
    effectiveFrom: '0001-01-01',
    severity: 'DOUBT' as const,
  }
}

function isRequired(type: unknown): boolean {
  return (type as { required?: unknown } | undefined)?.required === true
}
