import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import { getIntrospectionQuery } from 'graphql'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { identifyNobody } from '../access/identity/identify.ts'
import { BoundedCache } from '../execution/boundedCache.ts'
import { DivisionClients } from '../execution/divisions/divisionClients.ts'
import { defaultExecutionSettings } from '../execution/divisions/executionSettings.ts'
import { DocumentStore } from '../execution/documentStore.ts'
import { executeOperation } from '../execution/executeOperation.ts'
import { OperationStore, type ReadyOperation } from '../execution/operationStore.ts'
import { planQuery } from '../execution/plan/planQuery.ts'
import { supergraphPlanner } from '../execution/plan/supergraphPlanner.ts'
import { requestPipeline } from '../request/requestPipeline.ts'
import { loadSupergraph } from '../supergraph/loadSupergraph.ts'
import { guardSettings } from './guardSettings.ts'
import { requestGuards } from './requestGuards.ts'

const MOST_MILLIS = 50
/** Other programs of the machine stop this one too: what happens every time is the attack's. */
const TRIES = 5
const KEPT = 1_000_000

let divisions: DivisionClients
let origin: URL
/** Bodies that a division was asked by. */
let received: string[]
const servers: Server[] = []

async function serve(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

beforeAll(async () => {
  received = []
  const url = await serve(
    createServer(async (asked, response) => {
      received.push((await buffer(asked)).toString())
      response.setHeader('content-type', 'application/json').end('{"data":{}}')
    }),
  )
  const file = fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url))
  const names = ['foreign-investment', 'trade', 'market-order', 'personnel']
  const supergraph = await loadSupergraph(file, new Map(names.map((name) => [name, url])))
  const guards = await requestGuards(defineSettings(guardSettings).read({}), supergraph)
  divisions = new DivisionClients(supergraph, { settings: defaultExecutionSettings })
  const { apiSchema: schema, sdl } = supergraph
  const documents = new DocumentStore(schema, new BoundedCache(KEPT), guards.document)
  const operations = new OperationStore(schema, supergraphPlanner(sdl, planQuery(sdl)), new BoundedCache(KEPT))
  const audience = { key: 'everyone', schema, documents, operations }
  const executor = {
    execute: (ready: ReadyOperation) =>
      executeOperation(ready, divisions.caller({ deadlineAt: performance.now() + 5_000 })),
  }
  const bodyLimitBytes = 2 * 1024 * 1024
  const logger = pino({ level: 'silent' })
  const identity = { identify: identifyNobody, trustedProxies: 0 }
  const route = requestPipeline({ ...identity, executor, audienceOf: () => audience, logger, bodyLimitBytes, guards })
  origin = new URL(await serve(createServer(route)))
  // Whatever is compiled, loaded or connected the first time is not the attack's.
  for (const query of ['{ enterprises { nodes { name } } }', getIntrospectionQuery()]) await send({ query })
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
  await divisions?.close()
})

interface Answer {
  readonly status: number
  readonly text: string
  readonly code: string | undefined
}

async function sendBytes(body: Buffer, type = 'application/json'): Promise<Answer> {
  const asked = request(origin, { method: 'POST', headers: { 'content-type': type, 'content-length': body.length } })
  const response = await new Promise<NodeJS.ReadableStream & { statusCode?: number }>((resolve, reject) => {
    asked.on('response', resolve)
    asked.on('error', reject)
    asked.end(body)
  })
  const text = (await buffer(response)).toString()
  const code = /"code":"(\w+)"/.exec(text)?.[1]
  return { status: response.statusCode ?? 0, text, code }
}

const bytes = (body: unknown): Buffer => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
const send = (body: unknown): Promise<Answer> => sendBytes(bytes(body))

/**
 * The longest that the event loop stood still while a request was answered; the least of several tries. Where it stood
 * still longer than the process had the processor, others had it.
 */
async function stillness(attack: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let tried = 0; tried < TRIES && least > MOST_MILLIS; tried++) {
    const histogram = monitorEventLoopDelay({ resolution: 5 })
    histogram.enable()
    await delay(20)
    const before = process.cpuUsage()
    await attack()
    const { user, system } = process.cpuUsage(before)
    await delay(20)
    histogram.disable()
    least = Math.min(least, histogram.max / 1e6 - 5, (user + system) / 1e3)
  }
  return least
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ')
const nested = (count: number, before: string, middle: string, after: string): string =>
  before.repeat(count) + middle + after.repeat(count)

const LIMIT = 'HUB_LIMIT_EXCEEDED'
const inNodes = (selection: string): string => `{ enterprises { nodes { ${selection} } } }`

/** graphql-cop and BatchQL, re-created, and what else costs a server much and its caller little. */
const attacks: [name: string, body: string, code: string][] = [
  ['alias overloading', inNodes(times(101, (i) => `a${i}: name`)), LIMIT],
  ['100,000 aliases', inNodes(times(100_000, (i) => `a${i}:name`)), LIMIT],
  ['field duplication', inNodes('name '.repeat(500)), LIMIT],
  [
    'field duplication through fragments',
    `${inNodes('...A ...A ...A ...A')} fragment A on Enterprise { ${'name '.repeat(5)} }`,
    LIMIT,
  ],
  ['directive overloading', inNodes(`name ${'@aa'.repeat(60)}`), LIMIT],
  ['repeated known directives', inNodes(times(51, (i) => `a${i % 60}: name @include(if: true)`)), LIMIT],
  ['root fields', `{ ${times(31, (i) => `a${i}: enterprises { totalCount }`)} }`, LIMIT],
  [
    'depth',
    `{ enterprises { nodes ${nested(20, '{ penalties { nodes { enterprise ', '{ name }', ' } } }')} } }`,
    LIMIT,
  ],
  ['brackets without end', '{'.repeat(90_000), LIMIT],
  ['few brackets without end', '{'.repeat(2_000), LIMIT],
  ['few lists without end', `{ enterprises(filter: ${'['.repeat(2_000)}`, LIMIT],
  ['lists without end', `{ enterprises(filter: ${'['.repeat(50_000)}`, LIMIT],
  [
    'circular fragments',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'circular fragments through a field',
    `${inNodes('...A')} fragment A on Enterprise { penalties { nodes { enterprise { ...A } } } }`,
    LIMIT,
  ],
  [
    'fragments that double',
    `${inNodes('...F0')} ${times(40, (i) => `fragment F${i} on Enterprise { ...F${i + 1} ...F${i + 1} }`)} fragment F40 on Enterprise { name }`,
    LIMIT,
  ],
  ['many fragments', `${inNodes('name')} ${times(900, (i) => `fragment F${i} on Enterprise { name }`)}`, LIMIT],
  ['many operations', times(200, (i) => `query Q${i} { enterprises { totalCount } }`), LIMIT],
  ['unknown fields', inNodes(times(1_400, (i) => `unknown${i}`)), 'GRAPHQL_VALIDATION_FAILED'],
  [
    'circular introspection',
    `{ __schema { types ${nested(6, '{ fields { type ', '{ name }', ' } }')} } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['introspection by aliases', `{ ${times(10, (i) => `a${i}: __schema { types { name fields { name } } }`)} }`, LIMIT],
  ['a huge integer', `{ enterprises(first: ${'9'.repeat(50_000)}) { totalCount } }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['a page of a billion', inNodes('penalties(first: 1000000000) { nodes { recordId } }'), 'HUB_COST_EXCEEDED'],
  [
    'pages of pages',
    '{ enterprises(first: 200) { nodes { penalties(first: 200) { nodes { enterprise { penalties(first: 200) { nodes { recordId } } } } } } } }',
    'HUB_COST_EXCEEDED',
  ],
  ['a text of 1 MB', `{ enterprises(filter: { nameContains: "${'x'.repeat(1_000_000)}" }) { totalCount } }`, LIMIT],
]

const query = 'query($filter: EnterpriseFilter) { enterprises(filter: $filter) { totalCount } }'

const variableAttacks: [name: string, body: string, code: string][] = [
  ['a list of a million', `{"query":"${query}","variables":{"filter":[${'1,'.repeat(900_000)}1]}}`, LIMIT],
  [
    'lists nested a hundred thousand times',
    `{"query":"${query}","variables":{"filter":${nested(100_000, '[', '1', ']')}}}`,
    LIMIT,
  ],
  // Few values, and still deeper than anything that walks them can go.
  [
    'lists nested five thousand times',
    `{"query":"${query}","variables":{"filter":${nested(5_000, '[', '1', ']')}}}`,
    LIMIT,
  ],
  [
    'objects nested five thousand times',
    `{"query":"${query}","variables":{"filter":${nested(5_000, '{"a":', '1', '}')}}}`,
    LIMIT,
  ],
  [
    'objects nested a hundred thousand times',
    `{"query":"${query}","variables":{"filter":${nested(100_000, '{"a":', '1', '}')}}}`,
    LIMIT,
  ],
  ['a huge number', `{"query":"${query}","variables":{"filter":{"nameContains":1e400}}}`, 'BAD_USER_INPUT'],
  [
    'a number of a million digits',
    `{"query":"${query}","variables":{"filter":{"nameContains":${'9'.repeat(1_000_000)}}}}`,
    'BAD_USER_INPUT',
  ],
  [
    'prototype keys',
    `{"query":"${query}","variables":{"__proto__":{"filter":{}},"filter":{"__proto__":{"polluted":1}}}}`,
    'BAD_USER_INPUT',
  ],
  [
    'constructor keys',
    `{"query":"${query}","variables":{"filter":{"constructor":{"prototype":{"polluted":1}}}}}`,
    'BAD_USER_INPUT',
  ],
  [
    'an operator of MongoDB',
    `{"query":"${query}","variables":{"filter":{"nameContains":{"$gt":""}}}}`,
    'BAD_USER_INPUT',
  ],
  ['code for MongoDB', `{"query":"${query}","variables":{"filter":{"$where":"sleep(1000)"}}}`, 'BAD_USER_INPUT'],
  ['a batch', `[${`{"query":"{ __typename }"},`.repeat(500)}{"query":"{ __typename }"}]`, 'BAD_REQUEST'],
  ['a body of 10 MB', `{"query":"{ ${'a'.repeat(10_000_000)} }"}`, 'HUB_BODY_TOO_LARGE'],
]

describe('what costs a server much is refused, and quickly', () => {
  test.each(attacks)('%s', async (_, text, code) => {
    const body = bytes({ query: text })
    expect((await sendBytes(body)).code).toBe(code)
    expect(await stillness(() => sendBytes(body))).toBeLessThan(MOST_MILLIS)
  })

  test.each(variableAttacks)('in variables or around them: %s', async (_, text, code) => {
    const body = bytes(text)
    const { status, code: told } = await sendBytes(body).catch(hungUp)
    expect(told).toBe(code)
    expect(status).toBeLessThan(500)
    expect(await stillness(() => sendBytes(body).catch(hungUp))).toBeLessThan(MOST_MILLIS)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

/** A server that has seen enough may close before all was sent. */
function hungUp(): Answer {
  return { status: 413, text: '', code: 'HUB_BODY_TOO_LARGE' }
}

test('uploads are refused', async () => {
  const form = '--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ __typename }"}\r\n--b--\r\n'
  expect(await sendBytes(bytes(form), 'multipart/form-data; boundary=b')).toMatchObject({ status: 415 })
})

test('lone surrogates and control characters do no harm', async () => {
  received.length = 0
  const body = `{"query":"${query}","variables":{"filter":{"nameContains":"\\ud800\\u0000\\udfff"}}}`
  expect((await send(body)).status).toBe(200)
  expect(() => JSON.parse(received[0] ?? '')).not.toThrow()
})

test('what people ask is answered: the whole introspection, a deep archive', async () => {
  const answers = await Promise.all([
    send({ query: getIntrospectionQuery() }),
    send({
      query: inNodes(
        'name uscc penalties { totalCount nodes { recordId docNo } } liquorFilings { nodes { recordId } }',
      ),
    }),
  ])
  // The stub of a division knows nothing, which is no refusal.
  expect(answers.map(({ code }) => code)).toEqual([undefined, 'HUB_DIVISION_BAD_RESPONSE'])
})
