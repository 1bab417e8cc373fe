import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GuardedHub, guardedHub } from './testing/guardedHub.ts'

// The checks of graphql-cop and BatchQL that cost a server little and would tell or change something; those that cost it
// much are in attacks.test.ts. Asked by nobody in particular, over the audience that he has.
const firm: CallerClaims = { caller: 'firm', role: 'ENTERPRISE', subjectIds: ['S1'] }
let hub: GuardedHub
let origin: string

beforeAll(async () => {
  hub = await guardedHub({ firm })
  origin = hub.origin
})
afterAll(() => hub.close())

const json = { 'content-type': 'application/json' }
const post = (query: string, headers: Record<string, string> = {}) =>
  fetch(origin, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ query }) })
const get = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}?${new URLSearchParams({ query })}`, { headers })
const CHANGE = 'mutation { revokeConsent(consentId: "x") { state } }'

describe('what is probed tells nothing and changes nothing', () => {
  test.each(['text/html', 'text/html,application/xhtml+xml'])('a page to try queries on: %s', async (accept) => {
    const response = await get('{ __typename }', { accept })
    expect(response.status).toBe(406)
    expect(await response.text()).not.toMatch(/<html|graphiql|playground/i)
  })

  test('traces', async () => {
    const traced = { 'apollo-federation-include-trace': 'ftv1', 'x-apollo-tracing': '1' }
    expect(await (await post('{ __typename }', traced)).json()).toEqual({ data: { __typename: 'Query' } })
  })

  test('a change by a link', async () => {
    const response = await get(CHANGE, { authorization: 'firm' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await (await get(CHANGE)).json()).not.toHaveProperty('data')
  })

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'a change by a form of another site: %s',
    async (type) => {
      const body = new URLSearchParams({ query: CHANGE }).toString()
      const response = await fetch(origin, { method: 'POST', headers: { 'content-type': type }, body })
      expect(response.status).toBe(415)
    },
  )

  test('a form that calls itself JSON', async () => {
    const response = await fetch(origin, { method: 'POST', headers: json, body: `query=${encodeURIComponent(CHANGE)}` })
    expect(response.status).toBe(400)
  })

  test.each([
    'queryy { __typename }',
    'qwerty cop { abc }',
    '',
    '\u0000',
    '{ enterprises(first: "x") { totalCount } }',
  ])('errors that nobody has foreseen: %j', async (query) => {
    const response = await post(query)
    const text = await response.text()
    expect(response.status).toBeLessThan(500)
    expect(text).toMatch(/"code":"[A-Z_]+"/)
    expect(text).not.toMatch(/stacktrace|exception|node_modules|\.[jt]s:\d|\bat \w+ \(/)
  })

  test.each([
    ['a field of another level', '{ enterprises { nodes { taxNos } } }'],
    ['a hidden root field', '{ evidenc { chains { chainId } } }'],
    ['a hidden change', 'mutation { grantConsen { state } }'],
  ])('suggestions: %s', async (_, query) => {
    const told = await (await post(query)).text()
    expect(told).toContain('GRAPHQL_VALIDATION_FAILED')
    expect(told.replaceAll(query, '')).not.toMatch(/taxNo\b|evidence\b|grantConsent\b/)
  })

  test('introspection: of what the asker has, and of nothing else', async () => {
    const told = await (await post('{ __schema { types { name fields { name } } } }')).text()
    expect(told).toContain('"Enterprise"')
    expect(told).not.toMatch(/EvidenceEntry|AccessLog|grantConsent|_entities|_service/)
  })

  test('batches by list, and names of other operations', async () => {
    const body = JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ __typename }' })))
    expect((await fetch(origin, { method: 'POST', headers: json, body })).status).toBe(400)
    expect(await (await post('query A { __typename } query B { __typename }')).json()).toMatchObject({
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    })
  })
})
