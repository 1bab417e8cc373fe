import { describe, expect, test } from 'vitest'
import { type AdministrativeAct, administrativeActs, administrators, mayAct } from './administrativeActs.ts'
import { roles } from './callerClaims.ts'

const acts = Object.keys(administrativeActs) as AdministrativeAct[]

describe('三权分立', () => {
  test.each(acts)('%s is open to one administrator and nobody else', (act) => {
    const allowed = roles.filter((role) => mayAct({ caller: 'x', role }, act))
    expect(allowed).toHaveLength(1)
    expect(administrators).toContain(allowed[0])
  })

  test('each of the three has acts of his own', () => {
    for (const role of administrators) expect(acts.some((act) => mayAct({ caller: 'x', role }, act))).toBe(true)
  })
})
