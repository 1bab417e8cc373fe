import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../test/setup/testDatabase.ts'
import type { ConsentTerms } from './consent.ts'
import { ConsentStore } from './consentStore.ts'

const database = testDatabase()
const firm: CallerClaims = { caller: 'firm', role: 'ENTERPRISE', subjectIds: ['S1'] }
const window: CallerClaims = { caller: 'W1', role: 'LICENSING_WINDOW', purpose: 'ADMINISTRATIVE_PERMIT' }
const terms: ConsentTerms = {
  grantor: 'S1',
  grantee: 'W1',
  sections: ['OWNERSHIP'],
  purpose: 'ADMINISTRATIVE_PERMIT',
  from: '2026-01-01',
  to: '2026-12-31',
  evidenceHash: 'a'.repeat(64),
}

test('a consent opens its sections from the moment it is given, and nothing from the moment it is revoked', async () => {
  const { db } = await connectTestDatabase(database)
  if (db === undefined) throw new Error('not connected')
  const consents = new ConsentStore(db as never, () => new Date('2026-06-01T00:00:00Z'))
  expect(await consents.grantsFor(window)).toEqual([])
  const { _id } = await consents.give(terms, firm)
  expect(await consents.grantsFor(window)).toEqual([{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }])
  expect(await consents.grantsFor({ ...window, purpose: 'PROJECT_REVIEW' })).toEqual([])
  await consents.revoke(_id)
  expect(await consents.grantsFor(window)).toEqual([])
})
