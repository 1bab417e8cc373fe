import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeSetKind } from './codeSetKind.ts'
import type { FieldKind, ScalarKind } from './fieldKind.ts'
import { readValue } from './readValue.ts'

const readAs = (kind: FieldKind, cell: unknown) => readValue(kind, cell).value
const faultOf = (kind: FieldKind, cell: unknown) => readValue(kind, cell).fault?.rule
const is = (kind: ScalarKind): FieldKind => ({ is: kind })

describe('single values', () => {
  test.each([
    ['TEXT', '  甲 乙 ', '甲 乙'],
    ['TEXT', 'N/A', undefined],
    ['TEXT', '无', '无'],
    ['TEXT', '="0371"', '0371'],
    ['TEXT', 12, '12'],
    ['CODE_TEXT', '无', undefined],
    ['DATE', '２０２４年１月５日', '2024-01-05'],
    ['DATE', '无', undefined],
    ['DECIMAL', '1,234,567.50', '1234567.50'],
    ['DECIMAL', '０.２', '0.2'],
    ['DECIMAL', '0', '0'],
    ['DECIMAL', 0, '0'],
    ['DECIMAL', '+7', '7'],
    ['INTEGER', '12.0', 12],
    ['BOOLEAN', '是', true],
    ['BOOLEAN', '0', false],
    ['BOOLEAN', false, false],
    ['COUNTRY', '中国香港', 'HKG'],
    ['CURRENCY', '美元', 'USD'],
    ['ORG_CODE', 'D2143569-X', 'D2143569X'],
    ['USCC', ' 91410100ma0000015b', '91410100MA0000015B'],
    ['MONEY', 'N/A', undefined],
    ['MONEY', '(万)', undefined],
  ] as const)('%s %j is %j', (kind, cell, value) => {
    expect(faultOf(is(kind), cell)).toBeUndefined()
    expect(readAs(is(kind), cell)).toEqual(value)
  })

  test.each([
    ['DATE', '2024-02-30', 'date'],
    ['DECIMAL', '12万', 'decimal'],
    ['DECIMAL', '1,23', 'decimal'],
    ['DECIMAL', '1.1234567', 'decimal'],
    ['INTEGER', '1.5', 'integer'],
    ['BOOLEAN', '也许', 'boolean'],
    ['ORG_CODE', 'D2143569-1', 'org-code'],
    ['COUNTRY', '某国', 'country'],
    ['TEXT', 'a\u0000b', 'control-characters'],
    ['TEXT', '郑\ufffd州', 'encoding'],
    ['TEXT', { a: 1 }, 'nested'],
    ['USCC', '91410100MA0000015C', 'uscc'],
    ['CODE_TEXT', '11010519491231002X', 'citizen-id'],
    ['USCC', '11010519491231002X', 'citizen-id'],
  ] as const)('%s %j breaks the rule %s', (kind, cell, rule) => expect(faultOf(is(kind), cell)).toBe(rule))

  test('a credit code with a deviating organisation part comes in with a remark, a pilot code too', () => {
    expect(readValue(is('USCC'), '91410100000148661E').warnings?.map(({ rule }) => rule)).toEqual([
      'uscc-organisation-part',
    ])
    expect(readValue(is('USCC'), '91350211M0000XUF46')).toMatchObject({ value: '91350211M0000XUF46' })
  })

  test('every made credit code reads as itself, in any case and width', () => {
    const organisation = fc.integer({ min: 0, max: 9_999_999 }).map((serial) => `M${String(serial).padStart(7, '0')}`)
    fc.assert(
      fc.property(organisation, (body) => {
        const uscc = makeUscc({ category: '91', authority: '410100', organisation: body })
        expect(readAs(is('USCC'), uscc.toLowerCase())).toBe(uscc)
      }),
    )
  })
})

describe('amounts', () => {
  test('come as text or in parts', () => {
    expect(readAs(is('MONEY'), '1,200(万美元)')).toEqual({ amount: '1200', unit: 'WAN', currency: 'USD' })
    expect(readAs(is('MONEY'), { amount: 12, unit: 'WAN' })).toEqual({ amount: '12', unit: 'WAN' })
    expect(readAs(is('MONEY'), '{"amount":"12.5","unit":"YUAN"}')).toEqual({ amount: '12.5', unit: 'YUAN' })
    expect(faultOf(is('MONEY'), { amount: '12', unit: '万' })).toBe('money-unit')
    expect(faultOf(is('MONEY'), { unit: 'WAN' })).toBe('decimal')
  })
})

describe('choices, lists and objects', () => {
  const categories: FieldKind = { is: 'LIST', of: codeSetKind('penalty-categories', 'penalty-categories-2021') }
  const object: FieldKind = {
    is: 'OBJECT',
    columns: [
      { field: 'date', kind: { is: 'DATE' }, chineseName: '日期', aliases: [] },
      { field: 'reason', kind: { is: 'TEXT' }, chineseName: '原因', aliases: [] },
    ],
  }

  test('categories are codes or names, separated as people separate them', () => {
    expect(readAs(categories, '0；罚款')).toEqual(['0', '1'])
    expect(readAs(categories, '警告、没收违法所得、没收非法财物')).toEqual(['0', '没收违法所得', '没收非法财物'])
    expect(readAs(categories, '没收违法所得、没收非法财物;1-0')).toEqual(['2', '1', '0'])
    expect(readAs(categories, ['通报批评', 1])).toEqual(['通报批评', '1'])
    expect(faultOf(categories, '警告;打板子')).toBe('choice')
  })

  test('nested values are objects, or JSON in a cell', () => {
    expect(readAs(object, { date: '2024/1/5', reason: ' 甲 ', other: 1 })).toEqual({
      date: '2024-01-05',
      reason: '甲',
    })
    expect(readAs(object, '{"日期":"2024-1-5"}')).toEqual({ date: '2024-01-05' })
    expect(faultOf(object, '{"date":')).toBe('nested')
    expect(faultOf(object, { date: 'x' })).toBe('date')
    expect(readAs({ is: 'LIST', of: object }, '[{"reason":"乙"}]')).toEqual([{ reason: '乙' }])
  })

  test('never throw, whatever a cell holds', () => {
    const everyKind = [is('TEXT'), is('MONEY'), is('DATE'), is('DECIMAL'), is('USCC'), categories, object]
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...everyKind), (cell, kind) => {
        const { value, fault } = readValue(kind, cell)
        expect(value === undefined || fault === undefined).toBe(true)
      }),
    )
  })
})
