import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unauthorised } from '@hub/gateway/access/accessRefused'
import type { AnsweredRequest } from '@hub/gateway/evidence/access/accessEvidence'
import type { FeedEvent } from '@hub/gateway/exchange/feed/feedEvent'
import { StreamAudiences } from '@hub/gateway/exchange/stream/streamAudiences'
import { StreamPlaces } from '@hub/gateway/exchange/stream/streamPlaces'
import { type StreamRoute, streamRoute } from '@hub/gateway/exchange/stream/streamRoute'
import { guardSettings } from '@hub/gateway/limits/guardSettings'
import { requestGuards } from '@hub/gateway/limits/requestGuards'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { divisions } from '@hub/schema/divisions/divisions'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import { createClient } from 'graphql-sse'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LeakWorld, leakWorld } from '../leak/leakWorld.ts'
import { type StandingRow, seedRows } from '../leak/rowFindings.ts'
import { EventStream, type StreamMessage } from '../setup/eventStream.ts'
import { testDatabase } from '../setup/testDatabase.ts'

const HEARTBEAT = 200
const CALLERS: Readonly<Record<string, CallerClaims>> = {
  platform: { caller: '市信用平台', role: 'CREDIT_PLATFORM' },
  bound: { caller: 'key-1', role: 'CREDIT_PLATFORM', unit: '按协议读取的平台' },
  officer: { caller: '商贸处', role: 'OFFICER', division: 'trade' },
  enterprise: { caller: '虚构企业', role: 'ENTERPRISE', subjectIds: ['S1'] },
  admin: { caller: '管理员', role: 'SYSTEM_ADMIN' },
}
const FIELDS = 'id division sequence record { __typename recordId version }'
const REGISTERED = 'subscription Registered { changes { events { id } } }'
const GROUND = { kind: 'AGREEMENT', consentId: 'A1', sections: ['SIGNATORIES'] } as const
const ALL = `subscription ($first: Int = 30) { changes(first: $first) { events { ${FIELDS} } behind { division code } } }`

let world: LeakWorld
let rows: StandingRow[]
let streams: StreamRoute
let server: Server
let origin: string
let operations: string
const callers = new Map(Object.entries(CALLERS))
const evidence: AnsweredRequest[] = []

beforeAll(async () => {
  world = await leakWorld(testDatabase())
  rows = await seedRows(world)
  for (const { name } of divisions) await world.relay(name)
  const { executor, feed, audienceOf, supergraph } = world.streams
  operations = await mkdtemp(join(tmpdir(), 'hub-streams-'))
  await writeFile(join(operations, 'Registered.graphql'), REGISTERED)
  await writeFile(join(operations, 'Registered.json'), '{ "purpose": "ADMINISTRATIVE_PERMIT" }')
  const guards = await requestGuards(defineSettings(guardSettings).read({ OPERATIONS_FOLDER: operations }), supergraph)
  streams = streamRoute({
    executor,
    feed,
    agreements: world.exchange.pulled,
    guards,
    audienceOf: ({ caller }) => audienceOf(caller),
    subscriptions: new StreamAudiences(guards.document),
    evidence: { keep: async (kept) => void evidence.push(kept) },
    logger: pino({ level: 'silent' }),
    heartbeatMillis: HEARTBEAT,
    identify: async ({ headers }) => {
      const caller = callers.get(String(headers.authorization).replace('Bearer ', ''))
      if (caller === undefined) throw unauthorised('HUB_API_KEY_INVALID', 'revoked')
      return { caller, forPurpose: async (purpose) => ({ caller: { ...caller, purpose }, grounds: [GROUND] }) }
    },
    trustedProxies: 0,
    bodyLimitBytes: 100_000,
    places: new StreamPlaces({ all: 5, each: 3 }),
  })
  server = createServer(streams.route)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 300_000)
afterAll(async () => {
  streams.close()
  server.closeAllConnections()
  server.close()
  await rm(operations, { recursive: true, force: true })
  await world.close()
})

interface GraphChange {
  readonly id: string
  readonly record: { readonly version: number } | null
}

const eventsOf = ({ data }: StreamMessage) =>
  (JSON.parse(data) as { data: { changes: { events: GraphChange[] } } }).data.changes.events

async function everything(caller: CallerClaims): Promise<FeedEvent[]> {
  const events: FeedEvent[] = []
  for (let after: string | undefined, more = true; more; ) {
    const page = await world.feed.read({ caller, first: 500, after })
    events.push(...page.events)
    after = page.next
    more = page.hasMore
  }
  return events
}

async function readAll(stream: EventStream, count: number): Promise<{ events: GraphChange[]; pages: number }> {
  const events: GraphChange[] = []
  let pages = 0
  for (; events.length < count; pages += 1) {
    const message = await stream.next()
    if (message?.event !== 'next') throw new Error(`after ${events.length} changes: ${JSON.stringify(message)}`)
    events.push(...eventsOf(message))
  }
  return { events, pages }
}

const brief = (events: readonly Pick<FeedEvent, 'id' | 'record'>[] | readonly GraphChange[]) =>
  events.map(({ id, record }) => `${id} ${record?.version ?? '-'}`).sort()

async function change(): Promise<string> {
  const filing = rows.find(({ family, name }) => family === 'liquor-filings' && name === 'in force')
  const family = world.definitions.get('trade')?.families.find(({ name }) => name === 'liquor-filings')
  if (family === undefined || filing === undefined) throw new Error('no filing')
  const request = { kind: 'CHANGE', change: 'CORRECTED', recordId: filing.recordId, reason: 'test' } as const
  await world.storeAt('trade', new Date().toISOString()).write(family, [request], { operator: 'test' })
  await world.relay('trade')
  return filing.recordId
}

test('a stream gives every reader what the feed gives him, and what happens then; evidence is kept of every page', async () => {
  for (const name of ['platform', 'officer']) {
    evidence.length = 0
    const stream = await EventStream.open(origin, { token: name, query: ALL })
    const expected = await everything(CALLERS[name] as CallerClaims)
    const { events, pages } = await readAll(stream, expected.length)
    expect(brief(events)).toEqual(brief(expected))
    const recordId = await change()
    const message = await stream.next()
    expect(message && eventsOf(message)).toMatchObject([{ division: 'TRADE', record: { recordId } }])
    stream.cut()
    expect(pages).toBeGreaterThanOrEqual(Math.ceil(expected.length / 30))
    expect(evidence.length).toBe(pages + 1)
    const subjects = new Set(evidence.flatMap(({ answer }) => answer.subjectIds ?? []))
    expect(subjects).toEqual(new Set(expected.map(({ subjectId }) => subjectId)))
    expect(evidence.every(({ context }) => context.caller.caller === CALLERS[name]?.caller)).toBe(true)
  }
}, 60_000)

test.each(['enterprise', 'admin'])('for %s there is no such subscription', async (token) => {
  const stream = await EventStream.open(origin, { token, query: ALL })
  const [message, end] = [await stream.next(), await stream.next()]
  expect([message?.data, end?.event]).toEqual([expect.stringContaining('GRAPHQL_VALIDATION_FAILED'), 'complete'])
  expect(message?.data).not.toContain('"data"')
})

test('a key that is revoked ends the stream with its code, though nothing happens', async () => {
  callers.set('brief', { caller: 'x', role: 'CREDIT_PLATFORM' })
  const stream = await EventStream.open(origin, { token: 'brief', query: ALL })
  await stream.next()
  callers.delete('brief')
  let last: StreamMessage | undefined
  for (let message = await stream.next(); message?.event === 'next'; message = await stream.next()) last = message
  expect(last?.data).toContain('HUB_API_KEY_INVALID')
})

test('rights that become narrower narrow the stream, and where nothing is left of them they end it', async () => {
  const query = 'subscription { changes { events { record { ... on LiquorOperatorRecord { warehouseArea } } } } }'
  callers.set('moving', CALLERS.officer as CallerClaims)
  const stream = await EventStream.open(origin, { token: 'moving', query })
  expect((await stream.next())?.data).toContain('warehouseArea')
  callers.set('moving', CALLERS.platform as CallerClaims)
  await change()
  let last: StreamMessage | undefined
  for (let message = await stream.next(); message?.event === 'next'; message = await stream.next()) last = message
  expect(last?.data).toContain('GRAPHQL_VALIDATION_FAILED')
})

test('a platform that an agreement binds has no stream beside it, though others of its rights have', async () => {
  const terms = { title: '读取', items: [{ family: 'penalties' }], level: 'SHARED', legalBasis: '试验', mode: 'PULL' }
  const valid = { partner: '按协议读取的平台', from: '2026-01-01', to: '2099-12-31' }
  const { acts } = world.exchange
  const { version } = await acts.propose('read', { ...terms, ...valid }, { by: '甲', reason: '试验' })
  await acts.approve({ agreement: 'read', version, by: '乙' })
  const open = await EventStream.open(origin, { token: 'platform', query: ALL })
  expect((await open.next())?.data).not.toContain('HUB_AGREEMENT_BINDS')
  open.cut()
  const stream = await EventStream.open(origin, { token: 'bound', query: ALL })
  expect((await stream.next())?.data).toContain('HUB_AGREEMENT_BINDS')
  expect((await stream.next())?.event).toBe('complete')
})

test('a subscription is read for the purpose that it is registered for, from its first page on', async () => {
  for (const [query, purpose, grounds] of [
    [REGISTERED, 'ADMINISTRATIVE_PERMIT', [GROUND]],
    [`${REGISTERED} `, undefined, undefined],
  ] as const) {
    evidence.length = 0
    const stream = await EventStream.open(origin, { token: 'platform', query })
    await stream.next()
    await stream.next()
    stream.cut()
    expect(evidence.length).toBeGreaterThan(1)
    for (const { context } of evidence) expect([context.caller.purpose, context.grounds]).toEqual([purpose, grounds])
  }
})

test('there are no more streams than may be, and none is taken by those that have ended', async () => {
  const open = []
  for (let at = 0; at < 3; at++) open.push(await EventStream.open(origin, { token: 'platform', query: ALL }))
  const refused = await EventStream.open(origin, { token: 'platform', query: ALL })
  expect([refused.status, refused.response.headers['retry-after']]).toEqual([429, '30'])
  for (const stream of open) stream.cut()
  await expect
    .poll(async () => {
      const stream = await EventStream.open(origin, { token: 'platform', query: ALL })
      stream.cut()
      return stream.status
    })
    .toBe(200)
})

test('clients of graphql-sse are served in both modes', async () => {
  const expected = brief(await everything(CALLERS.platform as CallerClaims))
  for (const singleConnection of [false, true]) {
    const url = `${origin}/graphql/stream`
    const headers = { authorization: 'Bearer platform' }
    const client = createClient({ url, singleConnection, headers, retryAttempts: 0 } as never)
    const events: GraphChange[] = []
    for await (const { data, errors } of client.iterate<{ changes: { events: GraphChange[] } }>({ query: ALL })) {
      expect(errors).toBeUndefined()
      events.push(...(data?.changes.events ?? []))
      if (events.length >= expected.length) break
    }
    expect(brief(events)).toEqual(expected)
    client.dispose()
  }
})

test("nobody gets at somebody else's stream", async () => {
  const at = (method: string, token: string, key: string) =>
    fetch(`${origin}/graphql/stream?operationId=1`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'x-graphql-event-stream-token': key },
    })
  const key = await (
    await fetch(`${origin}/graphql/stream`, { method: 'PUT', headers: { authorization: 'Bearer platform' } })
  ).text()
  expect((await at('DELETE', 'officer', key)).status).toBe(404)
  expect((await at('DELETE', 'platform', key)).status).toBe(200)
  expect((await at('DELETE', 'platform', 'other')).status).toBe(404)
})
