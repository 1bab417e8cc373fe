import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { demoToken } from '@hub/scripts/access/demoToken'
import { readHubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { importFile } from '@hub/scripts/imports/importFile'
import { hubAddresses } from '@hub/scripts/launcher/hubAddresses'
import { createClient } from 'graphql-sse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EventStream } from '../../setup/eventStream.ts'
import { syntheticRegistryRow } from '../../setup/syntheticRegistry.ts'
import { type StartedHub, startedHub } from '../launcher/startedHub.ts'

const PLATFORM: CallerClaims = { caller: '虚构平台', role: 'CREDIT_PLATFORM' }
const HEARTBEAT = 400
const EVENTS = 'events { id sequence recordId subjectId kind family }'
const ALL = `subscription ($after: String) { changes(after: $after, first: 20, families: ["subjects"]) { ${EVENTS} next } }`
const SECONDS_PER_HOUR = 3_600

interface ToldEvent {
  readonly id: string
  readonly sequence: number
  readonly recordId: string
  readonly subjectId: string
}

let hub: StartedHub
let origin: string
let token: string
let rows = 0

beforeAll(async () => {
  const settings = { STREAM_HEARTBEAT_MS: String(HEARTBEAT), JWT_CLOCK_SKEW_SECONDS: '0' }
  hub = await startedHub(['--empty'], settings)
  origin = hub.origin
  token = await tokenOf(PLATFORM, 1)
}, 240_000)
afterAll(() => hub.stop())

async function tokenOf(claims: CallerClaims, hours: number): Promise<string> {
  const { issuer } = await readHubKeys(hub.folder)
  if (issuer === undefined) throw new Error('no issuer')
  return demoToken(issuer, claims, hours)
}

/** Reports so many more enterprises. */
async function report(count: number): Promise<void> {
  const lines = Array.from({ length: count }, () => JSON.stringify(syntheticRegistryRow(++rows)))
  const file = join(hub.folder, `${rows}.jsonl`)
  await writeFile(file, `${lines.join('\n')}\n`)
  const key = (await readHubKeys(hub.folder)).import?.['market-order'] ?? ''
  const divisionUrl = hubAddresses(hub.port).divisionUrls['market-order']
  expect(await importFile({ divisionUrl, family: 'registry', file, key, onProgress: () => undefined })).toMatchObject({
    created: count,
  })
}

const pageOf = (data: string) =>
  (JSON.parse(data) as { data: { changes: { events: ToldEvent[]; next: string } } }).data.changes

/** Reads a stream until so many changes have come. */
async function take(stream: EventStream, count: number): Promise<{ events: ToldEvent[]; last: string | undefined }> {
  const events: ToldEvent[] = []
  let last: string | undefined
  while (events.length < count) {
    const message = await stream.next()
    if (message === undefined) throw new Error(`the stream ended after ${events.length} changes`)
    expect(message.event, message.data).toBe('next')
    last = message.id
    expect(message.id).toBe(pageOf(message.data).next)
    events.push(...pageOf(message.data).events)
  }
  return { events, last }
}

const sequences = (events: readonly ToldEvent[]): number[] => events.map(({ sequence }) => sequence)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

test('GET /feed gives what stands and what comes while it is read, each once, and waits where asked to', async () => {
  await report(120)
  const told: string[] = []
  let url: string | undefined = '/feed?snapshot=true&first=25&families=subjects'
  const writing = report(120)
  for (let isIdle = false; !isIdle; ) {
    const response: Response = await fetch(`${origin}${url}`, { headers: { authorization: `Bearer ${token}` } })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/cloudevents-batch+json; charset=utf-8',
    ])
    const batch = (await response.json()) as { specversion: string; data: { record: string } }[]
    for (const { specversion, data } of batch) {
      expect(specversion).toBe('1.0')
      told.push(data.record)
    }
    url = /<(.*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
    if (batch.length === 0 && response.headers.get('hub-more') === 'false') {
      isIdle = told.length >= 240
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await writing
  expect([told.length, new Set(told).size]).toEqual([240, 240])
  const begun = Date.now()
  const waiting = fetch(`${origin}${url?.replace('wait=0', 'wait=20')}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await report(1)
  const batch = (await (await waiting).json()) as unknown[]
  expect(batch).toHaveLength(1)
  expect(Date.now() - begun).toBeLessThan(15_000)
}, 120_000)

test.each([
  ['/feed?first=0', 400, 'BAD_USER_INPUT'],
  ['/feed?after=nonsense', 400, 'HUB_FEED_CURSOR_INVALID'],
])('%s is refused with %i %s', async (path, status, code) => {
  const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } })
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
  expect([response.status, errors[0]?.extensions.code]).toEqual([status, code])
})

test('the public is told nothing, on /feed or on a stream', async () => {
  const response = await fetch(`${origin}/feed`)
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('HUB_DISCLOSURE_DENIED')])
  const body = JSON.stringify({ query: ALL })
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' }
  const stream = await fetch(`${origin}/graphql/stream`, { method: 'POST', headers, body })
  const text = await stream.text()
  expect(text).toContain('GRAPHQL_VALIDATION_FAILED')
  expect(text).not.toMatch(/recordId|"data"/)
})

test('a stream whose connection breaks goes on from the last event, with nothing left out and nothing twice', async () => {
  let stream = await EventStream.open(origin, { token, query: ALL })
  let { events, last } = await take(stream, 60)
  for (const more of [60, 80]) {
    stream.cut()
    const writing = report(30)
    stream = await EventStream.open(origin, { token, query: ALL, ...(last === undefined ? {} : { lastEventId: last }) })
    const read = await take(stream, more)
    events = [...events, ...read.events]
    last = read.last
    await writing
  }
  const rest = await take(stream, rows - events.length)
  expect(sequences([...events, ...rest.events])).toEqual(upTo(rows))
  await expect.poll(() => stream.comments, { timeout: 10_000 }).toBeGreaterThan(3)
  stream.cut()
}, 120_000)

test('clients of graphql-sse are served in both modes', async () => {
  for (const singleConnection of [false, true]) {
    const client = createClient({
      url: `${origin}/graphql/stream`,
      singleConnection,
      headers: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    } as Parameters<typeof createClient>[0])
    const streams = [1, 2].map(() => client.iterate<{ changes: { events: ToldEvent[] } }>({ query: ALL }))
    const read = await Promise.all(
      streams.map(async (stream) => {
        const events: ToldEvent[] = []
        for await (const { data, errors } of stream) {
          expect(errors).toBeUndefined()
          events.push(...(data?.changes.events ?? []))
          if (events.length >= rows) break
        }
        return sequences(events)
      }),
    )
    expect(read).toEqual([upTo(rows), upTo(rows)])
    const wrong = client.iterate({ query: 'subscription { changes { nothing } }' })
    const { value } = await wrong.next()
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })
    client.dispose()
  }
}, 60_000)

test('who follows one enterprise is told of it alone', async () => {
  const stream = await EventStream.open(origin, { token, query: ALL })
  const { events } = await take(stream, 20)
  stream.cut()
  const subjectId = events[7]?.subjectId ?? ''
  const query = `subscription ($id: ID!) { enterpriseChanged(subjectId: $id) { events { subjectId enterprise { name } } } }`
  const one = await EventStream.open(origin, { token, query, variables: { id: subjectId } })
  const message = await one.next()
  expect(JSON.parse(message?.data ?? '')).toEqual({
    data: { enterpriseChanged: { events: [{ subjectId, enterprise: { name: syntheticRegistryRow(8).企业名称 } }] } },
  })
  await report(3)
  await expect(one.next(2_000)).rejects.toThrow('no message')
  one.cut()
}, 30_000)

test('a token that runs out ends the stream, and says so', async () => {
  const brief = await tokenOf(PLATFORM, 4 / SECONDS_PER_HOUR)
  const stream = await EventStream.open(origin, { token: brief, query: ALL })
  const messages = []
  for (let message = await stream.next(); message !== undefined; message = await stream.next()) messages.push(message)
  expect(messages.at(-2)?.data).toContain('HUB_TOKEN_EXPIRED')
  expect(messages.at(-1)).toMatchObject({ event: 'complete', data: '' })
}, 30_000)

test('a reader who does not read is parked: the hub reads no further for him than his connection holds', async () => {
  await report(1_500)
  const aliases = Array.from({ length: 50 }, (_, at) => `a${at}: businessScope`).join(' ')
  const query = `subscription { changes(first: 25) { events { id sequence enterprise { ${aliases} } } next } }`
  const pages = async (): Promise<number> => {
    const text = await (await fetch(`${origin}/metrics`)).text()
    return Number(/hub_division_call_seconds_count\{division="hub",outcome="ok"\} (\d+)/.exec(text)?.[1])
  }
  const before = await pages()
  const stream = await EventStream.open(origin, { token, query }, false)
  let read = 0
  for (let still = 0; still < 8; ) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const now = (await pages()) - before
    still = now === read ? still + 1 : 0
    read = now
  }
  expect(read).toBeGreaterThan(1)
  expect(read * 25).toBeLessThan(rows * 0.9)
  stream.read()
  const { events } = await take(stream, rows)
  expect(sequences(events)).toEqual(upTo(rows))
  stream.cut()
}, 120_000)

test('a hub that stops ends its streams without saying that they were complete', async () => {
  const stream = await EventStream.open(origin, { token, query: ALL })
  await take(stream, rows)
  hub.child.kill('SIGINT')
  expect(await stream.next()).toBeUndefined()
}, 60_000)
