import { expect, test } from 'vitest'
import type { AccessGround } from '../../access/consent/consent.ts'
import { usedGrounds } from './usedGrounds.ts'

const reads = (AUTHORIZED: string) => ({ levels: ['AUTHORIZED'], fields: { AUTHORIZED }, isAbovePublic: true }) as const
const signatories = reads('Commitment.signatory')
const consent: AccessGround = { kind: 'CONSENT', consentId: 'C1', subjectId: 'S1', sections: ['SIGNATORIES'] }
const agreement: AccessGround = { kind: 'AGREEMENT', consentId: 'A1', sections: ['OWNERSHIP', 'SIGNATORIES'] }

test('named is what opened a section that was read, of a subject that the answer is about', () => {
  const other = { ...consent, consentId: 'C2', subjectId: 'S2' }
  expect(usedGrounds([consent, other, agreement], signatories, ['S1'])).toEqual([
    { kind: 'CONSENT', consentId: 'C1', subjectId: 'S1' },
    { kind: 'AGREEMENT', consentId: 'A1' },
  ])
})

test('nothing is named that opened nothing of the answer', () => {
  expect(usedGrounds([consent, agreement], signatories, [])).toEqual([])
  expect(usedGrounds([consent], reads('Investor.personName'), ['S1'])).toEqual([])
  expect(usedGrounds([consent, agreement], { ...signatories, fields: {} }, ['S1'])).toEqual([])
})
