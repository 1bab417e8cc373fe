import { describe, expect, test } from 'vitest'
import { checkRules } from './checkRules.ts'
import type { Rule } from './ruleSet.ts'

const facts = { document: 'HUB-IMPORT', effectiveFrom: '2020-01-01', severity: 'DOUBT', message: '不符' } as const
const TODAY = '2026-04-14'

const breaks = (rule: Omit<Rule, keyof typeof facts | 'id'>, values: Record<string, unknown>): boolean =>
  checkRules([{ ...facts, id: 'r', ...rule } as Rule], values, TODAY).faults.length === 1

describe('checkRules', () => {
  test.each([
    [{ check: 'required', field: 'a' }, { a: '1' }, { a: '' }],
    [{ check: 'required', field: 'a.b' }, { a: { b: 0 } }, { a: {} }],
    [{ check: 'required', field: 'a', when: { field: 'k', in: ['1'] } }, { k: ['2'] }, { k: ['2', '1'] }],
    [{ check: 'requiredOneOf', fields: ['a', 'b'] }, { b: 1 }, { b: [] }],
    [
      { check: 'absent', field: 'a', when: { field: 'k', in: ['X'] } },
      { a: 1, k: 'Y' },
      { a: 1, k: 'X' },
    ],
    [{ check: 'maxLength', field: 'a', max: 2 }, { a: '𠮷甲' }, { a: '甲乙丙' }],
    [{ check: 'pattern', field: 'a', pattern: '^甲\\d+$' }, { a: '甲1' }, { a: '乙1' }],
    [
      { check: 'notAfter', field: 'a', other: 'b' },
      { a: '2020-01-01', b: '2020-01-01' },
      { a: '2020-01-02', b: '2020-01-01' },
    ],
    [{ check: 'notInFuture', field: 'a' }, { a: TODAY }, { a: '2026-04-15' }],
    [{ check: 'notBefore', field: 'a', date: '2006-01-01' }, { a: '2006-01-01' }, { a: '2005-12-31' }],
    [{ check: 'notLaterThan', field: 'a', date: '2016-11-02' }, { a: '2016-11-02' }, { a: '2016-11-03' }],
    [{ check: 'range', field: 'a', min: 0, max: 100 }, { a: '100' }, { a: '100.01' }],
    [{ check: 'reportedWithin', field: 'a', duty: 'DECISION_REPORT' }, { a: '2026-04-02' }, { a: '2026-04-01' }],
  ] as const)('%j holds for %j, not for %j', (rule, good, bad) => {
    expect(breaks(rule as never, good)).toBe(false)
    expect(breaks(rule as never, bad)).toBe(true)
    if (!rule.check.startsWith('required')) expect(breaks(rule as never, {})).toBe(false)
  })

  test('a warning is no fault', () => {
    const rule: Rule = { ...facts, id: 'w', severity: 'WARNING', check: 'required', field: 'a' }
    expect(checkRules([rule], {}, TODAY)).toMatchObject({ faults: [], warnings: [{ rule: 'w', field: 'a' }] })
  })
})
