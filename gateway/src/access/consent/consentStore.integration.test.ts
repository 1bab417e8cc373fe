import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../database/openHubDatabase.ts'
import type { Decision } from '../decision.ts'
import { type ConsentTerms, grantsOf } from './consent.ts'
import { ConsentStore } from './consentStore.ts'
import { newSharingToken, sharingTokenHash } from './sharingToken.ts'
import { withGrants } from './withGrants.ts'

const { uri, name } = testDatabase()
const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 }) as HubDatabase
const firm: CallerClaims = { caller: 'firm', role: 'ENTERPRISE', subjectIds: ['S1'] }
const window: CallerClaims = { caller: 'W1', unit: 'U1', role: 'LICENSING_WINDOW', purpose: 'ADMINISTRATIVE_PERMIT' }
const terms: ConsentTerms = {
  grantor: 'S1',
  granteeKind: 'CALLER',
  grantee: 'W1',
  sections: ['OWNERSHIP'],
  purpose: 'ADMINISTRATIVE_PERMIT',
  from: '2026-01-01',
  to: '2026-12-31',
  evidenceHash: 'a'.repeat(64),
}
let now = new Date('2026-06-01T00:00:00Z')
const consents = new ConsentStore(database.db, () => now)

const grantsFor = async (...asked: Parameters<ConsentStore['groundsFor']>) =>
  grantsOf(await consents.groundsFor(...asked))

async function give(change: Partial<ConsentTerms> = {}): Promise<string> {
  const consent = consents.drafted({ ...terms, ...change }, firm)
  await consents.keep(consent)
  return consent._id
}

beforeEach(async () => {
  now = new Date('2026-06-01T00:00:00Z')
  await consents.consents.deleteMany({})
})
afterAll(() => database.close())

describe('a consent', () => {
  test('opens its sections from the moment it is given, and nothing from the moment it is revoked', async () => {
    expect(await grantsFor(window)).toEqual([])
    const id = await give()
    expect(await grantsFor(window)).toEqual([{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }])
    expect(await grantsFor({ ...window, purpose: 'PROJECT_REVIEW' })).toEqual([])
    expect(await consents.revoke(id, firm)).toMatchObject({ revokedAt: now, revokedBy: 'firm' })
    expect(await grantsFor(window)).toEqual([])
    now = new Date('2026-06-02T00:00:00Z')
    expect(await consents.revoke(id, window)).toMatchObject({ revokedAt: new Date('2026-06-01T00:00:00Z') })
  })

  test('runs from its first day to its last, in Shanghai', async () => {
    await give({ from: '2026-06-01', to: '2026-06-01' })
    for (const [instant, count] of [
      ['2026-05-31T15:59:59Z', 0],
      ['2026-05-31T16:00:00Z', 1],
      ['2026-06-01T15:59:59Z', 1],
      ['2026-06-01T16:00:00Z', 0],
    ] as const) {
      now = new Date(instant)
      expect([instant, (await grantsFor(window)).length]).toEqual([instant, count])
    }
  })

  test('goes to a caller, a unit or an enterprise, whose names never stand for each other', async () => {
    await give({ granteeKind: 'UNIT', grantee: 'U1' })
    await give({ granteeKind: 'ENTERPRISE', grantee: 'S9', grantor: 'S2' })
    expect(await grantsFor(window)).toEqual([{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }])
    expect(await grantsFor({ ...window, unit: 'W1', caller: 'U1' })).toEqual([])
    expect(await grantsFor({ ...window, unit: 'S9', caller: 'S9' })).toEqual([])
    const partner: CallerClaims = { ...firm, subjectIds: ['S9'], purpose: 'ADMINISTRATIVE_PERMIT' }
    expect(await grantsFor(partner)).toEqual([{ sections: ['OWNERSHIP'], subjectIds: ['S2'] }])
  })

  test('of many subjects opens those that the request is about; all at once are refused before they are too many', async () => {
    const many = Array.from({ length: 801 }, (_, at) => consents.drafted({ ...terms, grantor: `T${at}` }, firm))
    await consents.consents.insertMany(many)
    await expect(grantsFor(window)).rejects.toMatchObject({ code: 'HUB_CONSENT_TOO_MANY' })
    expect(await grantsFor(window, { about: ['T7', 'T800', 'X'] })).toEqual([
      { sections: ['OWNERSHIP'], subjectIds: ['T7', 'T800'] },
    ])
    const { grantor: _, ...agreement } = terms
    const proposed = consents.drafted(agreement, firm)
    await consents.keep(proposed)
    await consents.decide(proposed._id, { outcome: 'APPROVED', by: 'sec', at: now })
    expect(await grantsFor(window, { about: ['X'] })).toEqual([{ sections: ['OWNERSHIP'] }])
  })

  test('an agreement that is approved opens its sections, whatever waits or was rejected of the same before it', async () => {
    const { grantor: _, ...agreement } = terms
    const proposed = async (outcome?: Decision['outcome']): Promise<void> => {
      const one = consents.drafted(agreement, firm)
      await consents.keep(one)
      if (outcome !== undefined) await consents.decide(one._id, { outcome, by: 'sec', at: now })
    }
    await proposed('REJECTED')
    await proposed()
    expect(await grantsFor(window)).toEqual([])
    await proposed('APPROVED')
    expect(await grantsFor(window)).toEqual([{ sections: ['OWNERSHIP'] }])
  })

  test('counts by its subject: however many of one subject stand, the others are open as before', async () => {
    const many = Array.from({ length: 801 }, () => consents.drafted(terms, firm))
    await consents.consents.insertMany(many)
    await give({ grantor: 'S2' })
    expect(await grantsFor(window)).toEqual([{ sections: ['OWNERSHIP'], subjectIds: ['S1', 'S2'] }])
  })
})

describe('the purpose that an operation is registered for', () => {
  const { purpose: _, ...without } = window
  const identify = withGrants(async () => ({ caller: without }), { consents, observe: async () => undefined })
  const asking = (headers: Record<string, string> = {}) =>
    identify({ headers } as never, { requestId: 'r', address: '' })

  test('opens what it would open if it were stated', async () => {
    const id = await give()
    const { caller, forPurpose } = await asking()
    expect(caller).toEqual(without)
    const registered = await forPurpose?.('ADMINISTRATIVE_PERMIT')
    expect(registered).toMatchObject({
      caller: { ...window, grants: [{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }] },
      grounds: [{ kind: 'CONSENT', consentId: id, subjectId: 'S1' }],
    })
    expect((await forPurpose?.('PROJECT_REVIEW'))?.caller).toEqual({ ...without, purpose: 'PROJECT_REVIEW' })
  })

  test('goes behind the one that is stated', async () => {
    expect((await asking({ 'hub-purpose': 'PROJECT_REVIEW' })).forPurpose).toBeUndefined()
  })
})

test.each<Role>(['PUBLIC', 'INSPECTOR', 'DIVISION_SERVICE', 'SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'])(
  'a consent to somebody of that name opens nothing to %s, whose credential states its purpose',
  async (role) => {
    await give()
    const identify = (claims: CallerClaims) =>
      withGrants(async () => ({ caller: claims }), { consents, observe: async () => undefined })(
        { headers: {} } as never,
        { requestId: 'r', address: '' },
      )
    expect((await identify(window)).caller.grants).toBeDefined()
    expect(await identify({ ...window, role })).toEqual({ caller: { ...window, role } })
  },
)

describe('a sharing token', () => {
  const partner: CallerClaims = { caller: 'partner', role: 'ENTERPRISE', subjectIds: ['S9'] }
  const { id, token } = newSharingToken()
  const noted: string[] = []
  const observe = async ({ result }: { result: string }) => void noted.push(result)

  async function shownBy(caller: CallerClaims, shown: string, headers: Record<string, string> = {}) {
    const identify = withGrants(async () => ({ caller }), { consents, observe })
    const request = { headers: { 'hub-sharing-token': shown, ...headers } } as never
    return (await identify(request, { requestId: 'r', address: '' })).caller
  }

  beforeEach(async () => {
    const { grantee: _, ...own } = terms
    const drafted = consents.drafted({ ...own, granteeKind: 'BEARER' }, firm, id)
    await consents.keep({ ...drafted, tokenHash: sharingTokenHash(token) })
  })

  test('opens to whichever enterprise shows it what it says, for its own purpose', async () => {
    const grants = [{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }]
    expect(await shownBy(partner, token)).toEqual({ ...partner, purpose: 'ADMINISTRATIVE_PERMIT', grants })
    const other = await shownBy(partner, token, { 'hub-purpose': 'PROJECT_REVIEW' })
    expect(other).toEqual({ ...partner, purpose: 'PROJECT_REVIEW' })
    const narrowed = await shownBy(partner, token, { 'hub-subjects': 'S2' })
    expect(narrowed).toEqual({ ...partner, purpose: 'ADMINISTRATIVE_PERMIT' })
    expect((await shownBy(partner, token, { 'hub-subjects': 'S2, S1' })).grants).toEqual(grants)
    expect(JSON.stringify(await consents.consents.find().toArray())).not.toContain(token.slice(-43))
  })

  test('is refused when it is changed, ended or revoked, and from whoever is no enterprise; each is noted', async () => {
    const refused = { code: 'HUB_SHARING_TOKEN_INVALID', status: 401 }
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    for (const shown of [forged, 'share_x', '', newSharingToken().token])
      await expect(shownBy(partner, shown)).rejects.toMatchObject(refused)
    await expect(shownBy({ caller: 'anonymous', role: 'PUBLIC' }, token)).rejects.toMatchObject(refused)
    await expect(shownBy(window, token)).rejects.toMatchObject(refused)
    now = new Date('2027-01-01T00:00:00Z')
    await expect(shownBy(partner, token)).rejects.toMatchObject(refused)
    now = new Date('2026-06-01T00:00:00Z')
    await consents.revoke(id, firm)
    await expect(shownBy(partner, token)).rejects.toMatchObject(refused)
    expect(new Set(noted)).toEqual(new Set(['HUB_SHARING_TOKEN_INVALID']))
  })

  test('of an ordinary consent there is none', async () => {
    const plain = await give()
    await expect(shownBy(partner, `share_${plain}_${'A'.repeat(43)}`)).rejects.toMatchObject({
      code: 'HUB_SHARING_TOKEN_INVALID',
    })
  })
})
