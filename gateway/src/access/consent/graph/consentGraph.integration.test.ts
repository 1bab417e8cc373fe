import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { graphql } from 'graphql'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../../database/openHubDatabase.ts'
import { exchangeStores } from '../../../exchange/exchangeStores.ts'
import { unreadChanges } from '../../../exchange/feed/testing/unreadChanges.ts'
import { hubGraph } from '../../../graph/hubGraph.ts'
import type { AccessEvent } from '../../accessEvent.ts'
import { grantsOf } from '../consent.ts'
import { ConsentStore, MOST_STANDING } from '../consentStore.ts'

const { uri, name } = testDatabase()
const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 }) as HubDatabase
const events: AccessEvent[] = []
let isLedgerOut = false
let meanwhile: (() => Promise<unknown>) | undefined
/** What the index knows of whom a consent names; undefined while it is out. */
let index: object | null | undefined
const schema = hubGraph({
  database,
  reports: {
    desks: () => ({
      ask: async ({ division }) =>
        index === undefined ? { behind: { division, code: 'HUB_DIVISION_TIMEOUT' } } : { data: { enterprise: index } },
    }),
    unit: { name: '', site: undefined },
  },
  changes: unreadChanges,
  exchange: exchangeStores(database.db, undefined),
  observe: async (event) => {
    if (isLedgerOut) throw new HubError('HUB_EVIDENCE_UNAVAILABLE')
    events.push(event)
    const other = meanwhile
    meanwhile = undefined
    await other?.()
  },
})
const store = new ConsentStore(database.db)
const grantsFor = async (caller: CallerClaims) => grantsOf(await store.groundsFor(caller))

const firm: CallerClaims = { caller: 'firm', role: 'ENTERPRISE', subjectIds: ['S1'] }
const rival: CallerClaims = { caller: 'rival', role: 'ENTERPRISE', subjectIds: ['S2'] }
const association: CallerClaims = { caller: 'guild', role: 'ASSOCIATION', subjectIds: ['S0', 'S1'] }
const security: CallerClaims = { caller: 'sec', role: 'SECURITY_ADMIN' }
const system: CallerClaims = { caller: 'sys', role: 'SYSTEM_ADMIN' }
const window: CallerClaims = { caller: 'W1', role: 'LICENSING_WINDOW', purpose: 'ADMINISTRATIVE_PERMIT' }
const today = shanghaiDate(new Date())
const dates = { from: today, to: '2099-01-01' }
const base = { sections: ['OWNERSHIP'], purpose: 'ADMINISTRATIVE_PERMIT', evidenceHash: 'b'.repeat(64), ...dates }
const terms = { ...base, subjectId: 'S1', granteeKind: 'CALLER', grantee: 'W1' }
const { granteeKind: _, grantee: __, ...unnamed } = terms
const tokenTerms = { ...unnamed, to: today }

interface Asked<Data> {
  readonly data: Data
  readonly codes: readonly unknown[]
  readonly messages: string
}

/** A consent as it was told; of a field that was not asked for there is nothing. */
interface ToldConsent {
  readonly consentId: string
  readonly state: string
}

interface Made<Told = ToldConsent> {
  readonly made: Told
}

interface Listed {
  readonly _entities: readonly [
    {
      readonly list: {
        readonly nodes: readonly ToldConsent[]
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
      }
    },
  ]
}

async function ask<Data>(
  caller: CallerClaims,
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<Asked<Data>> {
  const contextValue = { caller, millis: 5_000, signal: new AbortController().signal, requestId: 'R1' }
  const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue })
  const codes = errors.map(({ extensions, message }) => extensions.code ?? message)
  const messages = errors.map(({ message }) => message).join(' ')
  return { data: JSON.parse(JSON.stringify(data ?? null)) as Data, codes, messages }
}

const ALL =
  'consentId grantorId granteeKind grantee sections sectionNames purpose purposeName from to evidenceHash state givenBy revokedBy'
const grant = (caller: CallerClaims, input: object = terms) =>
  ask<Made>(caller, `mutation ($i: GrantConsentInput!) { made: grantConsent(input: $i) { ${ALL} } }`, { i: input })
const share = (caller: CallerClaims, input: object = tokenTerms) =>
  ask<Made<{ readonly token: string; readonly consent: ToldConsent }>>(
    caller,
    `mutation ($i: CreateSharingTokenInput!) { made: createSharingToken(input: $i) { token consent { ${ALL} } } }`,
    {
      i: input,
    },
  )
const propose = (caller: CallerClaims, input: object = { ...base, granteeKind: 'UNIT', grantee: 'U1' }) =>
  ask<Made>(
    caller,
    `mutation ($i: ProposeAccessAgreementInput!) { made: proposeAccessAgreement(input: $i) { ${ALL} } }`,
    {
      i: input,
    },
  )
const decide = (caller: CallerClaims, id: string, act = 'approve') =>
  ask<Made>(caller, `mutation ($id: ID!) { made: ${act}AccessAgreement(consentId: $id) { ${ALL} decidedBy } }`, { id })
const end = (caller: CallerClaims, id: string, field = 'revokeConsent') =>
  ask<Made>(caller, `mutation ($id: ID!) { made: ${field}(consentId: $id) { state revokedBy revokedAt } }`, { id })
const listOf = (caller: CallerClaims, subjectId: string, field = 'consents', args = '') =>
  ask<Listed>(
    caller,
    `{ _entities(representations: [{ __typename: "Enterprise", subjectId: "${subjectId}" }]) { ... on Enterprise {
      list: ${field}${args} { nodes { ${ALL} } edges { cursor } pageInfo { hasNextPage endCursor } } } } }`,
  )

beforeEach(async () => {
  events.length = 0
  isLedgerOut = false
  index = { mergedIntoId: null }
  await store.consents.deleteMany({})
})
afterAll(() => database.close())

describe('a subject', () => {
  test('grants, lists and revokes its consents; what it granted opens at once and closes at once', async () => {
    const { data, codes } = await grant(firm)
    expect(codes).toEqual([])
    expect(data.made).toEqual({
      consentId: expect.any(String),
      grantorId: 'S1',
      granteeKind: 'CALLER',
      grantee: 'W1',
      sections: ['OWNERSHIP'],
      sectionNames: ['投资者个人与最终实际控制人'],
      purpose: 'ADMINISTRATIVE_PERMIT',
      purposeName: '行政许可',
      ...dates,
      evidenceHash: base.evidenceHash,
      state: 'IN_FORCE',
      givenBy: 'firm',
      revokedBy: null,
    })
    expect(await grantsFor(window)).toEqual([{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }])
    const listed = await listOf(firm, 'S1')
    expect(listed.data._entities[0].list.nodes).toEqual([data.made])
    const ended = await end(firm, data.made.consentId)
    expect(ended.data.made).toMatchObject({ state: 'REVOKED', revokedBy: 'firm' })
    expect(await grantsFor(window)).toEqual([])
    const again = await end(association, data.made.consentId)
    expect(again.data.made).toEqual(ended.data.made)
  })

  test('is acted for by the association that it is delegated to', async () => {
    const { data } = await grant(association)
    expect(data.made).toMatchObject({ grantorId: 'S1', givenBy: 'guild' })
    expect((await listOf(association, 'S1')).data._entities[0].list.nodes).toHaveLength(1)
    expect((await end(association, data.made.consentId)).data.made.state).toBe('REVOKED')
  })

  test.each<[string, object]>([
    ['sections beyond the purpose', { sections: ['OPERATIONS'] }],
    ['a purpose that is none', { purpose: 'CURIOSITY' }],
    ['no hash', { evidenceHash: 'x' }],
    ['an end before the beginning', { to: '2020-01-01' }],
    ['itself', { granteeKind: 'ENTERPRISE', grantee: 'S1' }],
    ['a bearer without a token', { granteeKind: 'BEARER' }],
  ])('is refused %s, with what is wrong', async (_, fault) => {
    const { data, codes, messages } = await grant(firm, { ...terms, ...fault })
    expect([data.made, codes]).toEqual([null, ['BAD_USER_INPUT']])
    expect(messages).toContain(Object.keys(fault).at(-1))
    expect([events, await store.consents.countDocuments()]).toEqual([[], 0])
  })

  test('has so many consents with one grantee for one purpose as a request can be held up by, and no more', async () => {
    const { subjectId: grantor, ...given } = { ...terms, granteeKind: 'CALLER' } as const
    const drafted = (to: string) => store.drafted({ ...given, to, grantor }, firm)
    const over = Array.from({ length: 60 }, () => drafted('2020-01-01'))
    const revoked = Array.from({ length: 60 }, () => ({ ...drafted(dates.to), revokedAt: new Date() }))
    const standing = Array.from({ length: MOST_STANDING - 1 }, () => drafted(dates.to))
    await store.consents.insertMany([...over, ...revoked, ...standing])
    const last = await grant(firm)
    expect(last.codes).toEqual([])
    events.length = 0
    expect((await grant(firm)).codes).toEqual(['HUB_CONSENT_LIMIT'])
    expect(events).toEqual([])
    for (const other of [{ grantee: 'W2' }, { granteeKind: 'UNIT' }, { purpose: 'PROJECT_REVIEW' }])
      expect((await grant(firm, { ...terms, ...other })).codes).toEqual([])
    await end(firm, last.data.made.consentId)
    expect((await grant(firm)).codes).toEqual([])
  })

  test('names as grantee an enterprise that there is', async () => {
    const toEnterprise = () => grant(firm, { ...terms, granteeKind: 'ENTERPRISE', grantee: 'S2' })
    for (const [known, code] of [
      [null, 'BAD_USER_INPUT'],
      [undefined, 'HUB_DIVISION_UNAVAILABLE'],
    ] as const) {
      index = known
      expect((await toEnterprise()).codes).toEqual([code])
    }
    expect([events, await store.consents.countDocuments()]).toEqual([[], 0])
    expect((await grant(firm)).codes).toEqual([])
  })

  test('is told of what others gave it, and not who acted for them', async () => {
    const made = await grant(firm, { ...terms, granteeKind: 'ENTERPRISE', grantee: 'S2' })
    const { data, codes } = await listOf(rival, 'S2', 'consentsReceived')
    expect(codes).toEqual([])
    expect(data._entities[0].list.nodes).toEqual([{ ...made.data.made, givenBy: null }])
    expect((await listOf(firm, 'S1', 'consentsReceived')).data._entities[0].list.nodes).toEqual([])
  })
})

describe('a sharing token', () => {
  test('is shown once, and never again by any field', async () => {
    const { data, codes } = await share(firm)
    expect(codes).toEqual([])
    expect(data.made.consent).toMatchObject({ granteeKind: 'BEARER', grantee: null, state: 'IN_FORCE' })
    expect(await store.sharedBy(data.made.token)).toMatchObject({ grantor: 'S1' })
    const secret = data.made.token.slice(-43)
    const everything = [await listOf(firm, 'S1'), events, await store.consents.find().toArray()]
    expect(JSON.stringify(everything)).not.toContain(secret)
    await end(firm, data.made.consent.consentId)
    expect(await store.sharedBy(data.made.token)).toBeUndefined()
  })

  test('lives for a year at most', async () => {
    expect((await share(firm, { ...tokenTerms, to: '2099-01-01' })).codes).toEqual(['BAD_USER_INPUT'])
  })
})

describe('nobody else', () => {
  const others: [string, CallerClaims][] = [
    ['another enterprise', rival],
    ['an association that does not act for it', { ...association, subjectIds: ['S0'] }],
    ['an inspector', { caller: 'i', role: 'INSPECTOR' }],
    ['the security administrator', security],
    ['an officer', { caller: 'o', role: 'OFFICER', division: 'trade' }],
    ['the public', { caller: 'anonymous', role: 'PUBLIC' }],
    ['whoever has its consent', { ...window, grants: [{ sections: ['OWNERSHIP'], subjectIds: ['S1'] }] }],
  ]

  test.each(others)('acts for a subject or sees its consents: %s', async (_, caller) => {
    const { data } = await grant(firm)
    for (const refused of [await grant(caller), await share(caller)])
      expect([refused.data.made, refused.codes]).toEqual([null, ['HUB_DISCLOSURE_DENIED']])
    for (const field of ['consents', 'consentsReceived']) {
      const listed = await listOf(caller, 'S1', field)
      expect([listed.data._entities[0].list, listed.codes]).toEqual([null, ['HUB_DISCLOSURE_DENIED']])
    }
    const isSubject = caller.role === 'ENTERPRISE' || caller.role === 'ASSOCIATION'
    const ended = await end(caller, data.made.consentId)
    // One of another is answered like one that does not exist.
    expect(ended.codes).toEqual([isSubject ? 'BAD_USER_INPUT' : 'HUB_DISCLOSURE_DENIED'])
    expect(ended.messages.replaceAll(data.made.consentId, 'X')).toBe((await end(caller, 'X')).messages)
    expect((await listOf(firm, 'S1')).data._entities[0].list.nodes[0]?.state).toBe('IN_FORCE')
  })
})

describe('a standing agreement', () => {
  const agreements = (caller: CallerClaims, state = '') =>
    ask<{ readonly accessAgreements: { readonly nodes: readonly ToldConsent[] } }>(
      caller,
      `{ accessAgreements${state} { nodes { ${ALL} decidedBy } } }`,
    )
  const opened = () => grantsFor({ ...window, unit: 'U1' })

  test('is proposed by one administrator and opens nothing before another has approved it', async () => {
    const { data, codes } = await propose(system)
    expect([codes, data.made]).toEqual([
      [],
      expect.objectContaining({ grantorId: null, grantee: 'U1', givenBy: 'sys', state: 'PROPOSED' }),
    ])
    expect(await opened()).toEqual([])
    const approved = await decide(security, data.made.consentId)
    expect(approved.data.made).toEqual({ ...data.made, state: 'IN_FORCE', decidedBy: 'sec' })
    expect(await opened()).toEqual([{ sections: ['OWNERSHIP'] }])
    for (const caller of [system, security, { caller: 'a', role: 'AUDIT_ADMIN' } as const])
      expect((await agreements(caller)).data.accessAgreements.nodes).toEqual([approved.data.made])
    expect((await end(security, data.made.consentId, 'revokeAccessAgreement')).data.made.state).toBe('REVOKED')
    expect(await opened()).toEqual([])
  })

  test('is not approved by whoever has proposed it, whatever roles he holds', async () => {
    const { data } = await propose(system)
    for (const act of ['approve', 'reject'])
      expect((await decide({ ...security, caller: 'sys' }, data.made.consentId, act)).codes).toEqual([
        'HUB_SECOND_PERSON_NEEDED',
      ])
    expect(await opened()).toEqual([])
  })

  test('is decided once: rejected it opens nothing ever after, and of two who decide one does', async () => {
    const { data } = await propose(system)
    const id: string = data.made.consentId
    const outcomes = await Promise.all([decide(security, id), decide({ ...security, caller: 'sec2' }, id, 'reject')])
    expect(outcomes.flatMap(({ codes }) => codes)).toEqual(['HUB_AGREEMENT_CONFLICT'])
    const other = await propose(system)
    await decide(security, other.data.made.consentId, 'reject')
    expect((await decide(security, other.data.made.consentId)).codes).toEqual(['HUB_AGREEMENT_CONFLICT'])
    const gone = await propose(system)
    await end(security, gone.data.made.consentId, 'revokeAccessAgreement')
    expect((await decide(security, gone.data.made.consentId)).codes).toEqual(['HUB_AGREEMENT_CONFLICT'])
    expect((await decide(security, 'none')).codes).toEqual(['BAD_USER_INPUT'])
    const waiting = await propose(system)
    const inState = async (state: string) =>
      (await agreements(security, `(state: ${state})`)).data.accessAgreements.nodes.map(
        ({ consentId }: { consentId: string }) => consentId,
      )
    expect(await inState('PROPOSED')).toEqual([waiting.data.made.consentId])
    expect(await inState('REJECTED')).toContain(other.data.made.consentId)
    expect(await inState('IN_FORCE')).not.toContain(waiting.data.made.consentId)
  })

  test('that does not wait any more leaves no evidence of being approved, and a race that is lost evidence that it was', async () => {
    const decided = () =>
      events.flatMap(({ kind, caller, result }) => (kind === 'ACCESS_AGREEMENT_DECIDE' ? [[caller, result]] : []))
    const { data } = await propose(system)
    const id = data.made.consentId
    meanwhile = () => decide({ ...security, caller: 'sec2' }, id, 'reject')
    expect((await decide(security, id)).codes).toEqual(['HUB_AGREEMENT_CONFLICT'])
    const told = [
      ['sec', 'DONE'],
      ['sec2', 'DONE'],
      ['sec', 'HUB_AGREEMENT_CONFLICT'],
    ]
    expect(decided()).toEqual(told)
    expect((await decide(security, id)).codes).toEqual(['HUB_AGREEMENT_CONFLICT'])
    const gone = await propose(system)
    await end(security, gone.data.made.consentId, 'revokeAccessAgreement')
    expect((await decide(security, gone.data.made.consentId)).codes).toEqual(['HUB_AGREEMENT_CONFLICT'])
    expect(decided()).toEqual(told)
  })

  test.each<CallerClaims>([firm, { caller: 'a', role: 'AUDIT_ADMIN' }, window])(
    'is nothing for $role',
    async (caller) => {
      const { data } = await propose(system)
      const id: string = data.made.consentId
      for (const { codes } of [
        await propose(caller),
        await decide(caller, id),
        await decide(caller, id, 'reject'),
        await end(caller, id, 'revokeAccessAgreement'),
      ])
        expect(codes).toEqual(['HUB_DISCLOSURE_DENIED'])
      if (caller.role !== 'AUDIT_ADMIN') expect((await agreements(caller)).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
    },
  )

  test('is proposed by the one and decided by the other administrator, never the other way round', async () => {
    const { data } = await propose(system)
    expect((await propose(security)).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
    expect((await decide({ ...system, caller: 'sys2' }, data.made.consentId)).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
  })

  test('is no consent: neither ends the other', async () => {
    const agreement = await propose(system)
    const consent = await grant(firm)
    expect((await end(firm, agreement.data.made.consentId)).codes).toEqual(['BAD_USER_INPUT'])
    for (const { codes } of [
      await end(security, consent.data.made.consentId, 'revokeAccessAgreement'),
      await decide(security, consent.data.made.consentId),
    ])
      expect(codes).toEqual(['BAD_USER_INPUT'])
  })
})

test('evidence comes before each act, of whom and what it is; without it nothing is done', async () => {
  const { data } = await grant(firm)
  await end(firm, data.made.consentId)
  await share(firm)
  const proposed = await propose(system)
  await decide(security, proposed.data.made.consentId)
  expect(events.at(-1)?.details).toMatchObject({ consentId: proposed.data.made.consentId, outcome: 'APPROVED' })
  expect(events.map(({ kind, caller, subjectIds, requestId }) => [kind, caller, subjectIds, requestId])).toEqual([
    ['CONSENT_GRANT', 'firm', ['S1'], 'R1'],
    ['CONSENT_REVOKE', 'firm', ['S1'], 'R1'],
    ['SHARING_TOKEN_CREATE', 'firm', ['S1'], 'R1'],
    ['ACCESS_AGREEMENT_PROPOSE', 'sys', [], 'R1'],
    ['ACCESS_AGREEMENT_DECIDE', 'sec', [], 'R1'],
  ])
  expect(events[0]?.details).toMatchObject({ consentId: data.made.consentId, grantee: 'W1', sections: 'OWNERSHIP' })
  const kept = await store.consents.countDocuments()
  const standing = await store.consents.findOne({ granteeKind: 'BEARER' })
  isLedgerOut = true
  for (const { codes } of [
    await grant(firm),
    await share(firm),
    await propose(system),
    await end(firm, standing?._id ?? ''),
  ])
    expect(codes).toEqual(['HUB_EVIDENCE_UNAVAILABLE'])
  expect([
    await store.consents.countDocuments(),
    await store.consents.countDocuments({ revokedAt: { $ne: null } }),
  ]).toEqual([kept, 1])
})

test('lists page by keyset and are narrowed by state', async () => {
  const ids: string[] = []
  for (let at = 0; at < 7; at++) ids.push((await grant(firm, { ...terms, grantee: `W${at}` })).data.made.consentId)
  await grant(firm, { ...terms, from: '2098-01-01' })
  await grant(firm, { ...terms, from: '2020-01-01', to: '2020-01-02' })
  await end(firm, ids[0] ?? '')
  const counts = await Promise.all(
    ['IN_FORCE', 'NOT_YET', 'ENDED', 'REVOKED'].map(
      async (state) => (await listOf(firm, 'S1', 'consents', `(state: ${state})`)).data._entities[0].list.nodes.length,
    ),
  )
  expect(counts).toEqual([6, 1, 1, 1])
  const seen: string[] = []
  for (let after: string | null = null; ; ) {
    const args: string = `(first: 2, after: ${JSON.stringify(after)})`
    const { nodes, pageInfo }: Listed['_entities'][0]['list'] = (await listOf(firm, 'S1', 'consents', args)).data
      ._entities[0].list
    seen.push(...nodes.map(({ consentId }) => consentId))
    if (!pageInfo.hasNextPage) break
    after = pageInfo.endCursor
  }
  expect([seen.length, new Set(seen).size]).toEqual([9, 9])
  for (const wrong of ['(first: 0)', '(first: 201)', '(after: "x")'])
    expect((await listOf(firm, 'S1', 'consents', wrong)).codes).toEqual(['BAD_USER_INPUT'])
})
