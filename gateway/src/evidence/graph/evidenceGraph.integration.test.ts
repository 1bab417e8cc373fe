import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { graphql } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../database/openHubDatabase.ts'
import { exchangeStores } from '../../exchange/exchangeStores.ts'
import { unreadChanges } from '../../exchange/feed/testing/unreadChanges.ts'
import { hubGraph } from '../../graph/hubGraph.ts'
import { EvidenceLedger } from '../ledger/evidenceLedger.ts'
import { EvidenceStore } from '../ledger/evidenceStore.ts'
import type { EvidenceContent } from '../record/evidenceRecord.ts'
import { newSm2KeyPem, readSm2Key } from '../signing/sm2Key.ts'

const { uri, name } = testDatabase()
const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 }) as HubDatabase
const schema = hubGraph({ database, changes: unreadChanges, exchange: exchangeStores(database.db, undefined) })
const ledger = new EvidenceLedger({
  store: new EvidenceStore(database.db),
  key: readSm2Key(newSm2KeyPem()),
  algorithm: 'SM3',
  instance: 'hub-views',
  checkpointRecords: 1_000,
  checkpointMillis: 60_000,
  deadlineMillis: 5_000,
  keep: async () => undefined,
  onFault: (error) => {
    throw error
  },
})

const auditor: CallerClaims = { caller: 'auditor', role: 'AUDIT_ADMIN' }
const firm: CallerClaims = { caller: 'firm', role: 'ENTERPRISE', subjectIds: ['S1'] }

interface Asked {
  readonly data: Record<string, never> & { _entities: { accessLog: never }[]; evidence: Record<string, never> }
  readonly codes: readonly unknown[]
}

async function ask(caller: CallerClaims, source: string, variableValues: Record<string, unknown> = {}): Promise<Asked> {
  const contextValue = { caller, millis: 5_000, signal: new AbortController().signal }
  const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue })
  const codes = errors.map(({ extensions, message }) => extensions.code ?? message)
  return { data: JSON.parse(JSON.stringify(data ?? null)), codes }
}

const minute = (number: number): string => new Date(Date.UTC(2026, 10, 2, 1, number)).toISOString()

function access(number: number, content: Partial<EvidenceContent> = {}): EvidenceContent {
  return {
    kind: 'ACCESS',
    at: minute(number),
    caller: '张三丰',
    role: 'LICENSING_WINDOW',
    unit: '行政审批窗口',
    operation: 'CreditCheck',
    subjectIds: ['S1', 'S2'],
    levels: ['AUTHORIZED', 'PUBLIC', 'SHARED'],
    fields: { AUTHORIZED: 'Commitment.signatory Investor.personName', SHARED: 'Enterprise.taxNo' },
    purpose: 'ADMINISTRATIVE_PERMIT',
    caseNo: '虚案1号',
    grounds: [
      { kind: 'CONSENT', consentId: 'C1', subjectId: 'S1' },
      { kind: 'SHARING_TOKEN', consentId: 'C2', subjectId: 'S2' },
      { kind: 'AGREEMENT', consentId: 'A1' },
    ],
    from: '10.0.0.1',
    result: 'ANSWERED',
    ...content,
  }
}

beforeAll(async () => {
  // Three at one instant, so that pages end among them.
  for (const number of [1, 2, 3, 3, 3, 4, 5]) await ledger.append(access(number))
  await ledger.append(access(6, { caller: 'city', role: 'CREDIT_PLATFORM', subjectIds: ['S2'] }))
  await ledger.append({
    kind: 'ACT',
    at: minute(7),
    caller: 'sec',
    role: 'SECURITY_ADMIN',
    operation: 'API_KEY_CREATE',
    result: 'DONE',
  })
  for (let day = 1; day <= 6; day++)
    await ledger.append(access(0, { at: `2026-10-0${day}T02:00:00.000Z`, caller: 'curious', subjectIds: ['S8'] }))
  const many = Array.from({ length: 150 }, (_, index) => `S${1_000 + index}`)
  // Two reads of the same subjects on one day of Shanghai, which is two of UTC.
  for (const at of ['2026-10-07T15:00:00.000Z', '2026-10-06T17:00:00.000Z'])
    await ledger.append(access(0, { at, caller: 'curious', subjectIds: many }))
  ledger.countPublicRead()
  await ledger.sealed()
})
afterAll(async () => {
  await ledger.close()
  await database.close()
})

const logOf = (subjectId: string, rest: string, args = '') =>
  `{ _entities(representations: [{ __typename: "Enterprise", subjectId: "${subjectId}" }]) { ... on Enterprise { accessLog${args} { ${rest} } } } }`

describe('Enterprise.accessLog', () => {
  test('tells the subject who read of it, when, why and what, and no name of a person', async () => {
    const all =
      'at caller unit role purpose purposeName caseNo levels sections sectionNames grounds { kind consentId subjectId }'
    const { data, codes } = await ask(firm, logOf('S1', `nodes { ${all} } pageInfo { hasNextPage }`, '(first: 1)'))
    expect(codes).toEqual([])
    expect(data._entities[0]?.accessLog).toEqual({
      nodes: [
        {
          at: minute(5),
          caller: '张**',
          unit: '行政审批窗口',
          role: 'LICENSING_WINDOW',
          purpose: 'ADMINISTRATIVE_PERMIT',
          purposeName: '行政许可',
          caseNo: '虚案1号',
          levels: ['AUTHORIZED', 'SHARED'],
          sections: ['OWNERSHIP', 'SIGNATORIES'],
          sectionNames: ['投资者个人与最终实际控制人', '信用承诺签署人'],
          grounds: [
            { kind: 'CONSENT', consentId: 'C1', subjectId: 'S1' },
            { kind: 'AGREEMENT', consentId: 'A1', subjectId: null },
          ],
        },
      ],
      pageInfo: { hasNextPage: true },
    })
    const other = await ask({ ...firm, subjectIds: ['S2'] }, logOf('S2', 'nodes { caller }', '(first: 1)'))
    expect(other.data._entities[0]?.accessLog).toEqual({ nodes: [{ caller: 'city' }] })
  })

  test.each([1, 2, 3, 5])('pages of %i come to the same as one, also where instants are shared', async (first) => {
    const whole: string[] = []
    let after: string | null = null
    for (let pages = 0; pages < 10; pages++) {
      const query = logOf(
        'S1',
        'edges { cursor node { at } } pageInfo { hasNextPage endCursor }',
        `(first: ${first}, after: ${JSON.stringify(after)})`,
      )
      const { data } = await ask(firm, query)
      const page = data._entities[0]?.accessLog as unknown as {
        edges: { node: { at: string } }[]
        pageInfo: { hasNextPage: boolean; endCursor: string }
      }
      whole.push(...page.edges.map(({ node }) => node.at))
      after = page.pageInfo.endCursor
      if (!page.pageInfo.hasNextPage) break
    }
    expect(whole).toEqual([5, 4, 3, 3, 3, 2, 1].map(minute))
  })

  test('takes a time, and refuses what is no cursor or no page', async () => {
    const times = `(from: "${minute(2)}", to: "${minute(4)}")`
    const { data } = await ask(firm, logOf('S1', 'nodes { at }', times))
    expect(data._entities[0]?.accessLog).toEqual({ nodes: [3, 3, 3, 2].map((number) => ({ at: minute(number) })) })
    for (const wrong of ['(first: 0)', '(first: 201)', '(after: "x")', '(after: "WyIyMDI2IiwiJGd0Il0")'])
      expect((await ask(firm, logOf('S1', 'nodes { at }', wrong))).codes).toEqual(['BAD_USER_INPUT'])
  })

  test.each<[string, CallerClaims]>([
    ['another enterprise', { ...firm, subjectIds: ['S2'] }],
    ['an association that does not act for it', { caller: 'a', role: 'ASSOCIATION', subjectIds: ['S2'] }],
    ['an inspector', { caller: 'i', role: 'INSPECTOR' }],
    ['the audit administrator', auditor],
    ['an officer', { caller: 'o', role: 'OFFICER', division: 'trade' }],
    [
      'whoever has every section',
      { caller: 'w', role: 'ANALYST', grants: [{ sections: ['OWNERSHIP', 'SIGNATORIES'] }] },
    ],
  ])('is nothing for %s', async (_, caller) => {
    const { data, codes } = await ask(caller, logOf('S1', 'nodes { at }'))
    expect([data._entities[0]?.accessLog, codes]).toEqual([null, ['HUB_DISCLOSURE_DENIED']])
  })

  test('is there for the association that acts for it', async () => {
    const association: CallerClaims = { caller: 'a', role: 'ASSOCIATION', subjectIds: ['S0', 'S1'] }
    expect((await ask(association, logOf('S1', 'nodes { at }'))).codes).toEqual([])
  })
})

describe("the audit administrator's views", () => {
  const records = async (filter: object, rest = 'caller operation') => {
    const query = `query($f: EvidenceFilter) { evidence { records(filter: $f, first: 200) { nodes { ${rest} } } } }`
    const { data, codes } = await ask(auditor, query, { f: filter })
    expect(codes).toEqual([])
    return (data.evidence.records as unknown as { nodes: Record<string, unknown>[] }).nodes
  }

  test('are by person, subject, purpose, operation, administrative act and time', async () => {
    expect(await records({ caller: 'city' })).toEqual([{ caller: 'city', operation: 'CreditCheck' }])
    expect(await records({ subjectId: 'S1', from: minute(4) })).toHaveLength(2)
    expect(await records({ purpose: 'ADMINISTRATIVE_PERMIT', from: minute(0) })).toHaveLength(8)
    expect(await records({ operation: 'API_KEY_CREATE' })).toEqual([{ caller: 'sec', operation: 'API_KEY_CREATE' }])
    expect(await records({ kinds: ['ACT'] })).toEqual([{ caller: 'sec', operation: 'API_KEY_CREATE' }])
    expect(await records({ kinds: [] })).toEqual([])
  })

  test('tell all that a record holds, names unmasked, and where it stands in its chain', async () => {
    const [one] = await records({ caller: 'city' }, 'chainId sequence hash kind at role fields levels subjectIds from')
    expect(one).toMatchObject({
      kind: 'ACCESS',
      at: minute(6),
      role: 'CREDIT_PLATFORM',
      subjectIds: ['S2'],
      from: '10.0.0.1',
    })
    expect(one?.fields).toEqual(['Commitment.signatory', 'Investor.personName', 'Enterprise.taxNo'])
    expect(String(one?.hash)).toMatch(/^SM3:/)
  })

  test('page by keyset', async () => {
    const seen: unknown[] = []
    let after: string | null = null
    do {
      const query = `query($a: String) { evidence { records(first: 4, after: $a) { nodes { chainId sequence } pageInfo { hasNextPage endCursor } } } }`
      const { data } = await ask(auditor, query, { a: after })
      const page = data.evidence.records as unknown as {
        nodes: object[]
        pageInfo: { hasNextPage: boolean; endCursor: string }
      }
      seen.push(...page.nodes.map((node) => JSON.stringify(node)))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    const stored = await new EvidenceStore(database.db).records.countDocuments()
    expect([seen.length, new Set(seen).size]).toEqual([stored, stored])
  })

  test('count, by what is asked', async () => {
    const counts = async (by: string) => {
      const query = `{ evidence { counts(by: ${by}, filter: { from: "${minute(0)}", to: "${minute(8)}" }) { value records } } }`
      return (await ask(auditor, query)).data.evidence.counts
    }
    expect(await counts('CALLER')).toEqual([
      { value: '张三丰', records: 7 },
      { value: 'city', records: 1 },
      { value: 'sec', records: 1 },
    ])
    expect(await counts('SUBJECT')).toEqual([
      { value: 'S2', records: 8 },
      { value: 'S1', records: 7 },
    ])
    expect(await counts('PURPOSE')).toContainEqual({ value: null, records: 1 })
    const { data } = await ask(auditor, '{ evidence { publicReads } }')
    expect(data.evidence.publicReads).toBe(1)
  })

  test('find a volume out of the ordinary: distinct subjects in a day of Shanghai, against his own past', async () => {
    const query =
      '{ evidence { unusualVolume(from: "2026-10-06T00:00:00Z", to: "2026-10-09T00:00:00Z") { caller startsAt subjects usual threshold } } }'
    expect((await ask(auditor, query)).data.evidence.unusualVolume).toEqual([
      { caller: 'curious', startsAt: '2026-10-06T16:00:00.000Z', subjects: 150, usual: '1', threshold: 100 },
    ])
    const hours = query.replace('(from', '(per: HOUR, from')
    expect((await ask(auditor, hours)).data.evidence.unusualVolume).toHaveLength(2)
  })

  test('are closed to all others, past the hub too', async () => {
    for (const role of ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'INSPECTOR', 'ANALYST', 'PUBLIC'] as const) {
      const { data, codes } = await ask({ caller: role, role }, '{ evidence { records { nodes { caller } } } }')
      expect([data.evidence, codes]).toEqual([null, ['HUB_DISCLOSURE_DENIED']])
    }
  })
})
