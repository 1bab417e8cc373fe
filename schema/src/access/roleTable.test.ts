import { expect, test } from 'vitest'
import { type CallerClaims, type Role, roles } from './callerClaims.ts'
import { type FieldRead, mayRead } from './mayRead.ts'
import { purposeReaders } from './purposeReaders.ts'
import { roleTable } from './roleTable.ts'

const levels = ['PUBLIC', 'SHARED', 'AUTHORIZED', 'INTERNAL'] as const
const rows = roleTable('en')
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
const cellsOf = (role: Role): string[] => rows.find((cells) => cells[1] === role)?.slice(2, 7) ?? []

/** The highest level that a caller reads, as the rule itself has it. */
function highest(claims: CallerClaims, about: Partial<FieldRead>): string {
  const field = { division: 'trade', coordinate: 'Commitment.signatory', subjectId: 'S9', ...about } as const
  return levels.findLast((level) => mayRead(claims, { ...field, level })) ?? ''
}

test.each(roles)('what the table says of %s is what he may read', (role) => {
  const isBound = role === 'OFFICER' || role === 'DIVISION_SERVICE'
  const claims: CallerClaims = { caller: 'x', role, subjectIds: ['S1'], ...(isBound && { division: 'trade' }) }
  const [anyone, atHome, own, granted, inHub] = cellsOf(role)
  const elsewhere = highest(claims, { division: 'personnel' })
  expect(anyone).toBe(elsewhere)
  expect(atHome || anyone).toBe(highest(claims, {}))
  expect(own || anyone).toBe(highest({ ...claims, division: undefined }, { subjectId: 'S1' }))
  expect(inHub || anyone).toBe(highest({ ...claims, division: undefined }, { division: 'hub' }))
  const consented = purposeReaders.has(role) && {
    purpose: 'ADMINISTRATIVE_PERMIT',
    grants: [{ sections: ['SIGNATORIES'], subjectIds: ['S9'] }],
  }
  const byConsent = highest({ ...claims, division: undefined, ...consented }, {})
  expect(granted || anyone).toBe(byConsent)
})
