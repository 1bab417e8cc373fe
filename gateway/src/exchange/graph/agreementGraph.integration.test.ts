import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { GraphQLString, graphql } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { hubGraph } from '../../graph/hubGraph.ts'
import type { AgreementTerms } from '../agreements/agreementTerms.ts'
import { refusePlaces } from '../agreements/refusePlaces.ts'
import { exchangeSealer } from '../exchangeKeys.ts'
import { exchangeStores } from '../exchangeStores.ts'
import { unreadChanges } from '../feed/testing/unreadChanges.ts'

const database = testHubDatabase()
const sealer = exchangeSealer({ EXCHANGE_KEYS: hopKeyList.parse(newHopKey('test')), NODE_ENV: undefined })
const settings = { REPORTER_USCC: undefined, FRONT_DATABASES: new Map(), DELIVERY_ALLOWED_NETWORKS: [] }
const places = (terms: AgreementTerms) => (terms.mode === 'PUSH' ? refusePlaces(settings, terms) : Promise.resolve())
const exchange = exchangeStores(database.db, sealer, places)
const schema = hubGraph({ database, changes: unreadChanges, exchange })

const as = (role: Role, caller: string): CallerClaims => ({ caller, role })
const system = as('SYSTEM_ADMIN', '甲')
const security = as('SECURITY_ADMIN', '乙')

async function ask(caller: CallerClaims, source: string, variableValues: Record<string, unknown> = {}) {
  const contextValue = { caller, millis: 5_000, signal: new AbortController().signal }
  const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue })
  const plain = JSON.parse(JSON.stringify(data ?? null)) as Record<string, never> | null
  return { data: plain, codes: errors.map(({ extensions, message }) => extensions.code ?? message) }
}

let secret = { id: '', text: '' }
beforeAll(async () => {
  const { data } = await ask(security, 'mutation { createPartnerSecret(partner: "市信用平台") { id text } }')
  secret = (data as unknown as { createPartnerSecret: typeof secret }).createPartnerSecret
})

const terms = () => ({
  partner: '市信用平台',
  title: '行政处罚报送',
  items: [{ family: 'penalties', where: [{ field: 'recordState', in: ['CURRENT'] }] }],
  level: 'SHARED',
  legalBasis: '《河南省社会信用条例》第十二条',
  mode: 'PUSH',
  from: '2026-01-01',
  to: '2099-12-31',
  endpoint: 'https://partner.example/events',
  secretIds: [secret.id],
})

const PROPOSE = `mutation($id: ID!, $terms: AgreementTermsInput!) {
  proposeAgreement(agreement: $id, terms: $terms, reason: "开通") { version outcome proposedBy } }`
const propose = (id: string, caller = system, given: object = terms()) => ask(caller, PROPOSE, { id, terms: given })
const approve = (id: string, version: number, caller = security) =>
  ask(caller, `mutation { approveAgreement(agreement: "${id}", version: ${version}) { outcome decidedBy } }`)
const standing = async (id: string) => {
  const fields = 'standing version terms { title endpoint items { family where { field in } } } proposal { version }'
  const { data } = await ask(as('AUDIT_ADMIN', '丙'), `{ exchange { agreement(id: "${id}") { ${fields} } } }`)
  return (data as unknown as { exchange: { agreement: unknown } }).exchange.agreement
}

describe('an agreement', () => {
  test('is in force when one has proposed and another one approved it, and every version stays', async () => {
    expect(await propose('a')).toMatchObject({
      data: { proposeAgreement: { version: 1, proposedBy: '甲' } },
      codes: [],
    })
    expect(await standing('a')).toMatchObject({ standing: 'NOT_IN_FORCE', version: null, proposal: { version: 1 } })
    expect((await propose('a')).codes).toEqual(['HUB_AGREEMENT_CONFLICT'])
    expect(await approve('a', 1)).toMatchObject({
      data: { approveAgreement: { outcome: 'APPROVED', decidedBy: '乙' } },
    })
    const { items } = terms()
    expect(await standing('a')).toMatchObject({ standing: 'IN_FORCE', version: 1, terms: { items }, proposal: null })
    await propose('a', system, { ...terms(), title: '另一名称' })
    expect((await ask(security, 'mutation { rejectProposal(agreement: "a", version: 2) { outcome } }')).codes).toEqual(
      [],
    )
    expect(await standing('a')).toMatchObject({ standing: 'IN_FORCE', version: 1, terms: { title: '行政处罚报送' } })
    await ask(system, 'mutation { endAgreement(agreement: "a", reason: "停止") { version } }')
    expect(await standing('a')).toMatchObject({ standing: 'IN_FORCE', proposal: { version: 3 } })
    await approve('a', 3)
    expect(await standing('a')).toMatchObject({ standing: 'ENDED', version: 3 })
    expect(await exchange.agreements.versionsOf('a')).toHaveLength(3)
  })

  test('is approved by nobody but a security administrator other than the proposer, once', async () => {
    await propose('b', as('SYSTEM_ADMIN', '一人二职'))
    expect((await approve('b', 1, as('SECURITY_ADMIN', '一人二职'))).codes).toEqual(['HUB_SECOND_PERSON_NEEDED'])
    for (const role of ['SYSTEM_ADMIN', 'AUDIT_ADMIN', 'INSPECTOR', 'OFFICER'] as const)
      expect((await approve('b', 1, as(role, '他人'))).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
    expect((await propose('c', security)).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
    const outcomes = await Promise.all([1, 2, 3, 4].map((number) => approve('b', 1, as('SECURITY_ADMIN', `${number}`))))
    expect(outcomes.map(({ codes }) => codes[0] ?? 'DONE').sort()).toEqual([
      'DONE',
      ...Array.from({ length: 3 }, () => 'HUB_AGREEMENT_CONFLICT'),
    ])
    const proposals = await Promise.all([1, 2, 3].map((number) => propose('b', as('SYSTEM_ADMIN', `${number}`))))
    expect(proposals.filter(({ codes }) => codes.length === 0)).toHaveLength(1)
  })

  test('names every fault of its terms, and its partner and mode stay', async () => {
    const wrong = { ...terms(), endpoint: 'ftp://x', to: '2025-01-01', items: [{ family: 'nothing' }] }
    expect((await propose('d', system, wrong)).codes).toEqual(['BAD_USER_INPUT'])
    expect((await propose('D d')).codes).toEqual(['BAD_USER_INPUT'])
    expect((await propose('d', system, { ...terms(), secretIds: ['sec-none'] })).codes).toEqual(['BAD_USER_INPUT'])
    await propose('e')
    await approve('e', 1)
    const { data } = await ask(security, 'mutation { createPartnerSecret(partner: "他方") { id } }')
    const other = (data as unknown as { createPartnerSecret: { id: string } }).createPartnerSecret.id
    expect((await propose('e', system, { ...terms(), secretIds: [other] })).codes).toEqual(['BAD_USER_INPUT'])
    const pulled = { ...terms(), mode: 'PULL', endpoint: 'platform' }
    expect((await propose('e', system, pulled)).codes).toEqual(['BAD_USER_INPUT'])
    const government = { ...terms(), format: 'GOVERNMENT_GATEWAY' }
    expect((await propose('e', system, government)).codes).toEqual(['BAD_USER_INPUT'])
    const front = { ...terms(), mode: 'FRONT_DATABASE', endpoint: 'one', secretIds: [] }
    await propose('g', system, front)
    await approve('g', 1)
    expect((await propose('g', system, { ...front, endpoint: 'two' })).codes).toEqual(['BAD_USER_INPUT'])
    expect((await propose('g', system, { ...front, title: '另一名称' })).codes).toEqual([])
    expect((await propose('e', system, { ...terms(), partner: '他方', secretIds: [other] })).codes).toEqual([
      'BAD_USER_INPUT',
    ])
  })

  test('is refused where it names what its level does not open or where nothing goes, also once that has changed', async () => {
    let open = ['recordState', 'authority', 'facts']
    exchange.running.openFields = () => new Map(open.map((field) => [field, { type: GraphQLString }]))
    const items = [{ family: 'penalties', fields: ['authority', 'facts'] }]
    const refused = await propose('h', system, { ...terms(), items: [{ family: 'penalties', fields: ['idNumber'] }] })
    expect(refused.codes).toEqual(['HUB_AGREEMENT_FIELD_CLOSED'])
    for (const endpoint of ['https://10.0.0.7/events', 'https://[::1]/events', 'http://203.0.113.9/'])
      expect((await propose('h', system, { ...terms(), endpoint })).codes).toEqual(['HUB_ENDPOINT_REFUSED'])
    const digestEndpoint = 'https://169.254.169.254/digests'
    expect((await propose('h', system, { ...terms(), digestEndpoint })).codes).toEqual(['HUB_ENDPOINT_REFUSED'])
    expect(await exchange.agreements.versionsOf('h')).toEqual([])
    await propose('h', system, { ...terms(), items })
    open = ['recordState', 'authority']
    expect((await approve('h', 1)).codes).toEqual(['HUB_AGREEMENT_FIELD_CLOSED'])
    expect(await standing('h')).toMatchObject({ standing: 'NOT_IN_FORCE', proposal: { version: 1 } })
    const rejection = await ask(security, 'mutation { rejectProposal(agreement: "h", version: 1) { outcome } }')
    expect(rejection.codes).toEqual([])
    delete exchange.running.openFields
  })

  test('is listed page by page', async () => {
    const page = async (rest: string) => {
      const query = `{ exchange { agreements(first: 2${rest}) { nodes { id } pageInfo { hasNextPage endCursor } } } }`
      const { data } = await ask(system, query)
      return (
        data as unknown as { exchange: { agreements: { nodes: { id: string }[]; pageInfo: { endCursor: string } } } }
      ).exchange.agreements
    }
    const first = await page('')
    const second = await page(`, after: "${first.pageInfo.endCursor}"`)
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(['a', 'b', 'e', 'g'])
  })
})

describe('a secret', () => {
  test('is shown once, sealed where it is kept, and changed with an overlap', async () => {
    expect(secret.text).toMatch(/^whsec_/)
    const stored = await database.db.collection('exchange_secrets').find({}).toArray()
    expect(JSON.stringify(stored)).not.toContain(secret.text.slice(6))
    expect(Buffer.from(stored[0]?.sealed.buffer).includes(secret.text.slice(6, 30))).toBe(false)
    const rotate = (hours: number) =>
      ask(security, `mutation { rotatePartnerSecret(secret: "${secret.id}", overlapHours: ${hours}) { id text } }`)
    const { data } = await rotate(1)
    const next = (data as unknown as { rotatePartnerSecret: typeof secret }).rotatePartnerSecret
    expect(await exchange.secrets.textsOf([secret.id])).toEqual([next.text, secret.text])
    const third = (await rotate(0)).data as unknown as { rotatePartnerSecret: typeof secret }
    expect(await exchange.secrets.textsOf([secret.id])).toEqual([third.rotatePartnerSecret.text, secret.text])
    const listed = await ask(system, '{ exchange { secrets { secret number partner isWebhook endsAt } } }')
    expect(JSON.stringify(listed)).not.toContain('whsec_')
    expect(listed.codes).toEqual([])
  })

  test('cannot be made where the hub has no keys', async () => {
    const bare = exchangeStores(database.db, undefined)
    await expect(bare.secrets.create('x', 'y')).rejects.toMatchObject({ code: 'HUB_EXCHANGE_KEYS_MISSING' })
    expect(() =>
      exchangeSealer({ EXCHANGE_KEYS: hopKeyList.parse(newHopKey('demo-1')), NODE_ENV: 'production' }),
    ).toThrow()
  })
})
