import { expect, it } from 'vitest'
import { codeSet } from './codeSet.ts'
import { marketEntityKind } from './marketEntityType.ts'

const { entries } = codeSet('market-entity-types')
const codesWhere = (form: 'EQUITY' | 'COOPERATIVE') =>
  entries.map(({ code }) => code).filter((code) => marketEntityKind(code)?.jointVenture === form)

it('knows the joint ventures of the two forms', () => {
  expect(codesWhere('EQUITY')).toEqual(['5110', '5210', '5220', '6110', '6210', '6220'])
  expect(codesWhere('COOPERATIVE')).toEqual(['5120', '5310', '6120', '6310'])
  expect(marketEntityKind('310', 'market-entity-types-1998')?.jointVenture).toBe('EQUITY')
})

it('takes exactly the 5000s and 6000s for foreign-invested', () => {
  for (const { code } of entries) {
    expect([code, marketEntityKind(code)?.foreignInvestment]).toEqual([code, /^[56]/.test(code)])
  }
})

it('does not guess about a code it does not have', () => {
  expect(marketEntityKind('8888')).toBeUndefined()
})
