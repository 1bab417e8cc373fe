import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CallerClaims, roles } from './callerClaims.ts'
import { callerFault } from './callerFault.ts'

const claims = (some: Partial<CallerClaims>): CallerClaims => ({ caller: '张三', role: 'ANALYST', ...some })

test.each<Partial<CallerClaims>>([
  { role: 'OFFICER', division: 'trade', divisionCode: '410105' },
  { role: 'ANALYST' },
  { role: 'ANALYST', division: 'personnel' },
  { role: 'ENTERPRISE', subjectIds: ['S1'] },
  { role: 'ASSOCIATION', subjectIds: ['S1', 'S2'] },
  { role: 'ASSOCIATION' },
  { role: 'DIVISION_SERVICE', division: 'trade' },
  { role: 'INSPECTOR', unit: '市审计局' },
])('%j fit together', (some) => expect(callerFault(claims(some))).toBeUndefined())

test.each<Partial<CallerClaims>>([
  { role: 'OFFICER' },
  { role: 'OFFICER', division: 'trade', divisionCode: '000000' },
  { role: 'DIVISION_SERVICE' },
  { role: 'ANALYST', divisionCode: '410105' },
  { role: 'ANALYST', subjectIds: ['S1'] },
  { role: 'ENTERPRISE' },
  { role: 'ENTERPRISE', subjectIds: [] },
  { role: 'ENTERPRISE', subjectIds: ['S1', 'S2'] },
  { role: 'INSPECTOR', division: 'trade' },
  { role: 'SECURITY_ADMIN', division: 'trade' },
])('%j do not', (some) => expect(callerFault(claims(some))).toEqual(expect.any(String)))

test('no role but an enterprise or an association ever acts for a subject', () => {
  fc.assert(
    fc.property(fc.constantFrom(...roles), fc.array(fc.string(), { minLength: 1 }), (role, subjectIds) => {
      const isFine = callerFault(claims({ role, subjectIds })) === undefined
      return !isFine || role === 'ENTERPRISE' || role === 'ASSOCIATION'
    }),
  )
})
