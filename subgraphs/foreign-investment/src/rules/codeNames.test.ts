import { expect, it } from 'vitest'
import { contributionModeName, marketEntityTypeName } from './codeNames.ts'

it.each([
  ['5110', undefined, '有限责任公司（中外合资）'],
  ['6110', 'GS14-CA16', '有限责任公司（台港澳与境内合资）'],
  ['310', '1998', '中外合资经营企业'],
  ['310', 'GS14-CA16', undefined],
  [undefined, undefined, undefined],
])('%s of edition %s is called %s', (code, edition, name) => {
  expect(marketEntityTypeName(code, edition)).toBe(name)
})

it('names ways of contributing', () => {
  expect([contributionModeName('1'), contributionModeName('8'), contributionModeName(undefined)]).toEqual([
    '货币',
    undefined,
    undefined,
  ])
})
