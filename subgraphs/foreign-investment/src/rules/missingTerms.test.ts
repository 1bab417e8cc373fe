import { expect, it } from 'vitest'
import { missingTerms } from './missingTerms.ts'

const terms = { cooperationTerms: '一方出场地', profitSharing: '前五年外方六成', riskSharing: '按合作条件' }

it.each([
  [{ form: 'EQUITY' }, []],
  [{ form: 'COOPERATIVE', ...terms }, []],
  [{ form: 'COOPERATIVE' }, ['COOPERATION_TERMS', 'PROFIT_SHARING', 'RISK_SHARING']],
  [{ form: 'COOPERATIVE', ...terms, profitSharing: ' ' }, ['PROFIT_SHARING']],
])('of %o, %o are missing', (venture, missing) => {
  expect(missingTerms(venture)).toEqual(missing)
})
