import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AUDIENCE, ISSUER, TestIssuer } from '@hub/gateway/access/testing/testIssuer'
import type { RecordFamily } from '@hub/kit/family/recordFamily'
import { buildIndexes, divisionCollections } from '@hub/kit/store/divisionCollections'
import { RecordStore } from '@hub/kit/store/recordStore'
import { commitments } from '@hub/market-order/models/commitments'
import { subjects } from '@hub/market-order/models/subjects'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { divisionSealing } from '../../setup/divisionSealing.ts'
import { divisionHopSettings, gatewayHopSettings } from '../../setup/hopKeys.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { testDatabase } from '../../setup/testDatabase.ts'
import { type StartedProcess, startedProcess, supergraphFile } from '../gateway/startedProcess.ts'
import { freePorts } from '../launcher/freePorts.ts'

const { uri, name } = testDatabase()
const HUB_DATABASE = `${name}-hub`
const SIGNATORY = '示例签署人'
const REGISTERED = 'query Signatories { commitments(first: 5) { nodes { signatory } } }'

interface Asked<Data> {
  readonly status: number
  readonly data: Data
  readonly codes: readonly string[]
}

interface ToldConsent {
  readonly consentId: string
  readonly state?: string
}

interface ToldToken {
  readonly token: string
  readonly consent: ToldConsent
}

interface ToldLog {
  readonly enterprise: { readonly accessLog: { readonly nodes: readonly { readonly grounds: readonly object[] }[] } }
}

/** Two hubs that share a database, before a real division: what is granted at one holds, and ends, at the other. */
describe('consents', () => {
  const running: StartedProcess[] = []
  let folder: string
  let issuer: TestIssuer
  let connection: mongoose.Connection
  let hubs: [StartedProcess, StartedProcess]
  let own: string
  let other: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-consents-'))
    issuer = await TestIssuer.make('ES256')
    const jwks = join(folder, 'jwks.json')
    await writeFile(jwks, JSON.stringify(await issuer.jwks()))
    connection = await mongoose.createConnection(uri, { dbName: name, ignoreUndefined: true }).asPromise()
    ;[own, other] = await seeded(connection)
    const division = await startedProcess('subgraphs/market-order', await freePorts(), {
      MONGODB_URI: uri,
      DATABASE_NAME: name,
      ...divisionHopSettings('market-order'),
    })
    running.push(division)
    const operations = join(folder, 'operations')
    await mkdir(operations)
    await writeFile(join(operations, 'Signatories.graphql'), REGISTERED)
    await writeFile(join(operations, 'Signatories.json'), '{ "purpose": "ADMINISTRATIVE_PERMIT" }')
    const gateway = async (instance: string) =>
      startedProcess('gateway', await freePorts(), {
        SUPERGRAPH_FILE: supergraphFile,
        MONGODB_URI: uri,
        DATABASE_NAME: HUB_DATABASE,
        HUB_INSTANCE: instance,
        EVIDENCE_FOLDER: join(folder, instance),
        OPERATIONS_FOLDER: operations,
        JWT_JWKS: jwks,
        JWT_ISSUER: ISSUER,
        JWT_AUDIENCE: AUDIENCE,
        MARKET_ORDER_URL: `${division.origin}/graphql`,
        ...gatewayHopSettings,
      })
    hubs = [await gateway('one'), await gateway('two')]
    running.push(...hubs)
  }, 120_000)
  afterAll(async () => {
    await Promise.all(running.map((one) => one.kill()))
    await connection.useDb(HUB_DATABASE).dropDatabase()
    await connection.close()
    await rm(folder, { recursive: true, force: true })
  })

  const firm = () => issuer.sign({ sub: 'firm', role: 'enterprise', subjectIds: [own] })
  const partner = () => issuer.sign({ sub: 'partner', role: 'enterprise', subjectIds: ['S-PARTNER'] })
  const window = () => issuer.sign({ sub: 'W1', role: 'licensing-window', unit: '行政审批窗口' })

  async function ask<Data>(
    hub: StartedProcess,
    token: string,
    query: string,
    { variables = {}, headers = {} }: { variables?: object; headers?: Record<string, string> } = {},
  ): Promise<Asked<Data>> {
    const response = await postGraph(hub.origin, { query, variables }, { authorization: `Bearer ${token}`, ...headers })
    const { data, errors = [] } = (await response.json()) as {
      data: Data
      errors?: { extensions: { code: string } }[]
    }
    return { status: response.status, data, codes: errors.map(({ extensions }) => extensions.code) }
  }

  const SIGNATORIES = '{ commitments(first: 5) { nodes { signatory } } }'
  const purpose = { 'hub-purpose': 'ADMINISTRATIVE_PERMIT' }
  const terms = () => ({
    subjectId: own,
    sections: ['SIGNATORIES'],
    purpose: 'ADMINISTRATIVE_PERMIT',
    from: '2020-01-01',
    to: '2099-01-01',
    evidenceHash: 'c'.repeat(64),
  })
  const shown = { commitments: { nodes: [{ signatory: SIGNATORY }] } }

  test('open at the other hub with the next request, and close with the next', async () => {
    const [one, two] = hubs
    const asWindow = (hub: StartedProcess) =>
      window().then((token) => ask(hub, token, SIGNATORIES, { headers: purpose }))
    expect((await asWindow(one)).codes).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    const input = { ...terms(), granteeKind: 'UNIT', grantee: '行政审批窗口' }
    const grant = 'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { consentId state } }'
    const granted = await ask<{ grantConsent: ToldConsent }>(one, await firm(), grant, { variables: { input } })
    expect([granted.codes, granted.data.grantConsent.state]).toEqual([[], 'IN_FORCE'])
    for (const hub of [two, one]) expect(await asWindow(hub)).toEqual({ status: 200, codes: [], data: shown })
    expect(await ask(two, await window(), REGISTERED)).toEqual({ status: 200, codes: [], data: shown })
    const elsewhere = { headers: { 'hub-purpose': 'HONOUR_SELECTION' } }
    expect((await ask(two, await window(), REGISTERED, elsewhere)).codes).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    const other = await ask(two, await window(), SIGNATORIES, { headers: { 'hub-purpose': 'HONOUR_SELECTION' } })
    expect(other.codes).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    const revoke = `mutation { revokeConsent(consentId: "${granted.data.grantConsent.consentId}") { state } }`
    expect((await ask(two, await firm(), revoke)).data).toEqual({ revokeConsent: { state: 'REVOKED' } })
    for (const hub of [one, two]) expect((await asWindow(hub)).codes).toEqual(['GRAPHQL_VALIDATION_FAILED'])
  })

  test('go from enterprise to enterprise by a token, until it is revoked', async () => {
    const [one, two] = hubs
    const share =
      'mutation ($input: CreateSharingTokenInput!) { createSharingToken(input: $input) { token consent { consentId } } }'
    const input = { ...terms(), from: '2026-01-01', to: '2026-12-31' }
    const { data, codes } = await ask<{ createSharingToken: ToldToken }>(one, await firm(), share, {
      variables: { input },
    })
    expect(codes).toEqual([])
    const { token, consent } = data.createSharingToken
    const show = async (hub: StartedProcess, bearer: string) =>
      ask(hub, bearer, SIGNATORIES, { headers: { 'hub-sharing-token': token } })
    expect(await show(two, await partner())).toEqual({ status: 200, codes: [], data: shown })
    expect((await ask(two, await partner(), SIGNATORIES)).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
    expect(await show(two, await window())).toMatchObject({ status: 401, codes: ['HUB_SHARING_TOKEN_INVALID'] })
    await ask(one, await firm(), `mutation { revokeConsent(consentId: "${consent.consentId}") { state } }`)
    expect(await show(two, await partner())).toMatchObject({ status: 401, codes: ['HUB_SHARING_TOKEN_INVALID'] })
    const kept = JSON.stringify(await connection.useDb(HUB_DATABASE).collection('evidence').find().toArray())
    expect(kept).not.toContain(token.slice(-43))
  })

  test('leave evidence: the intent, what it is, the outcome, and who read by them', async () => {
    const evidence = connection.useDb(HUB_DATABASE).collection('evidence')
    const grants = await evidence.find({ operation: 'CONSENT_GRANT' }).toArray()
    expect(grants).toMatchObject([
      { kind: 'ACT', caller: 'firm', subjectIds: [own], details: { grantee: '行政审批窗口' } },
    ])
    const traced = await evidence.find({ traceId: grants[0]?.traceId }).sort({ _id: 1 }).toArray()
    expect(traced.map(({ kind, result }) => [kind, result])).toEqual([
      ['INTENT', 'INTENDED'],
      ['ACT', 'DONE'],
      ['ACCESS', 'ANSWERED'],
    ])
    const named = async (operation: string) => (await evidence.findOne({ operation, kind: 'ACT' }))?.details.consentId
    const grounds = [
      { kind: 'CONSENT', consentId: await named('CONSENT_GRANT'), subjectId: own },
      { kind: 'SHARING_TOKEN', consentId: await named('SHARING_TOKEN_CREATE'), subjectId: own },
    ]
    const reads = await evidence.find({ kind: 'ACCESS', grounds: { $exists: true } }).toArray()
    expect(new Set(reads.map(({ caller, grounds: [ground] }) => JSON.stringify([caller, ground.consentId])))).toEqual(
      new Set([JSON.stringify(['W1', grounds[0]?.consentId]), JSON.stringify(['partner', grounds[1]?.consentId])]),
    )
    const log = `{ enterprise(subjectId: "${own}") { accessLog { nodes { grounds { kind consentId subjectId } } } } }`
    const { data } = await ask<ToldLog>(hubs[1], await firm(), log)
    const told = data.enterprise.accessLog.nodes.flatMap((node) => node.grounds)
    for (const ground of grounds) expect(told).toContainEqual(ground)
    const acts = await evidence.find({ kind: 'ACT' }).toArray()
    expect(new Set(acts.map(({ operation }) => operation))).toEqual(
      new Set(['CONSENT_GRANT', 'CONSENT_REVOKE', 'SHARING_TOKEN_CREATE', 'CREDENTIAL_REFUSED']),
    )
  })

  test('go to an enterprise that the index has, and to no other', async () => {
    const grant = 'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { grantee } }'
    const to = async (grantee: string) => {
      const input = { ...terms(), granteeKind: 'ENTERPRISE', grantee }
      return ask(hubs[0], await firm(), grant, { variables: { input } })
    }
    expect(await to('S-NOBODY')).toMatchObject({ data: { grantConsent: null }, codes: ['BAD_USER_INPUT'] })
    expect(await to(other)).toMatchObject({ data: { grantConsent: { grantee: other } }, codes: [] })
  })
})

/** Two subjects, the first with one commitment; answers their ids. */
async function seeded(connection: mongoose.Connection): Promise<[own: string, other: string]> {
  const collections = divisionCollections(connection, [subjects, commitments], divisionSealing('market-order'))
  await buildIndexes(collections)
  const records = new RecordStore(collections)
  const write = async (family: RecordFamily, fields: Record<string, unknown>, subjectId?: string) => {
    const [outcome] = await records.write(family, [{ kind: 'PUT', fields, ...(subjectId && { subjectId }) }], {
      operator: 'test',
    })
    if (outcome === undefined || !('recordId' in outcome)) throw new Error(JSON.stringify(outcome))
    return outcome.recordId
  }
  const entered = (name: string, uscc: string) => write(subjects, { name, uscc, subjectType: '11', identifiers: [] })
  const subject = await entered('虚构授权有限公司', '91410100MA0000015B')
  const other = await entered(
    '虚构受权有限公司',
    makeUscc({ category: '91', authority: '410100', organisation: 'MA000002' }),
  )
  const commitment = { commitmentType: 'VOLUNTARY', signedOn: '2026-01-05', matter: '演示', signatory: SIGNATORY }
  await write(commitments, commitment, subject)
  return [subject, other]
}
