import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { composeServices } from '@apollo/composition'
import { buildSchema, graphql, parse } from 'graphql'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { identifyNobody } from '../access/identity/identify.ts'
import type { Audience } from '../execution/audience.ts'
import { BoundedCache } from '../execution/boundedCache.ts'
import { DivisionClients } from '../execution/divisions/divisionClients.ts'
import { defaultExecutionSettings } from '../execution/divisions/executionSettings.ts'
import { DocumentStore } from '../execution/documentStore.ts'
import { executeOperation } from '../execution/executeOperation.ts'
import { OperationStore } from '../execution/operationStore.ts'
import { planQuery } from '../execution/plan/planQuery.ts'
import { supergraphPlanner } from '../execution/plan/supergraphPlanner.ts'
import { readSupergraph } from '../supergraph/loadSupergraph.ts'
import { requestPipeline } from './requestPipeline.ts'

const BODY_LIMIT_BYTES = 4_096
const sdl =
  'type Query { echo(text: String): String id: String slow: String secret: String } type Mutation { set: String }'
const restricted = buildSchema('type Query { echo(text: String): String }')

const servers: Server[] = []
const logged: Record<string, unknown>[] = []
let origin: string
let divisions: DivisionClients
/** Told when the slow field is asked for, and when nobody waits for it any more. */
let slow: { readonly asked: () => void; readonly gone: () => void }

async function serve(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

function division(): Server {
  const schema = buildSchema(sdl)
  return createServer(async (asked, response) => {
    const { query, variables } = (await json(asked)) as { query: string; variables?: Record<string, unknown> }
    const rootValue = {
      echo: ({ text }: { text?: string }) => text ?? 'nothing',
      id: asked.headers['x-request-id'],
      set: 'done',
      slow: () => new Promise(slow.asked),
    }
    response.on('close', () => slow?.gone())
    const answer = await graphql({ schema, source: query, variableValues: variables, rootValue })
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
}

beforeAll(async () => {
  const url = await serve(division())
  const { supergraphSdl = '' } = composeServices([{ name: 'trade', url, typeDefs: parse(sdl) }])
  const supergraph = readSupergraph(supergraphSdl, new Map())
  divisions = new DivisionClients(supergraph, { settings: defaultExecutionSettings })
  const planner = supergraphPlanner(supergraphSdl, planQuery(supergraphSdl))
  const audience = (key: string, schema = supergraph.apiSchema): Audience => ({
    key,
    schema,
    documents: new DocumentStore(schema, new BoundedCache(10_000)),
    operations: new OperationStore(schema, planner, new BoundedCache(10_000)),
  })
  const [all, few] = [audience('all'), audience('few', restricted)]
  const graphqlRoute = requestPipeline({
    identify: identifyNobody,
    trustedProxies: 0,
    executor: {
      execute: (ready, context = {}) =>
        executeOperation(ready, divisions.caller({ ...context, deadlineAt: performance.now() + 5_000 })),
    },
    audienceOf: ({ client }) => (client === 'few' ? few : all),
    logger: pino({}, { write: (line: string) => logged.push(JSON.parse(line)) }),
    bodyLimitBytes: BODY_LIMIT_BYTES,
  })
  origin = await serve(createServer(graphqlRoute))
})
beforeEach(() => {
  logged.length = 0
  slow = { asked: () => {}, gone: () => {} }
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
  await divisions?.close()
})

const JSON_TYPE = { 'content-type': 'application/json' }

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(origin, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

interface Refusal {
  readonly data?: unknown
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

async function refusalOf(response: Response): Promise<string> {
  const { data, errors } = (await response.json()) as Refusal
  expect(data).toBeUndefined()
  return `${response.status} ${errors[0]?.extensions.code}`
}

describe('a request is answered', () => {
  test('by POST; its id goes to the division and back', async () => {
    const response = await post({ query: '{ id }' }, { 'x-request-id': 'r-7' })
    expect(response.headers.get('x-request-id')).toBe('r-7')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ data: { id: 'r-7' } })
    expect(logged).toEqual([expect.objectContaining({ requestId: 'r-7', kind: 'query', level: 30 })])
  })

  test('by GET, with variables', async () => {
    const search = new URLSearchParams({ query: 'query($t: String) { echo(text: $t) }', variables: '{"t":"文"}' })
    expect(await (await fetch(`${origin}?${search}`)).json()).toEqual({ data: { echo: '文' } })
  })

  test('one of several operations, by name', async () => {
    const query = 'query A { echo } query B { echo(text: "b") }'
    expect(await (await post({ query, operationName: 'B' })).json()).toEqual({ data: { echo: 'b' } })
  })
})

describe('a request is refused', () => {
  test.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['JSON called plain text', 'text/plain'],
    ['JSON in another encoding', 'application/json; charset=gbk'],
  ])('that is %s, which another site could send or nobody can read', async (_, type) => {
    expect(await refusalOf(await post('{"query":"{ echo }"}', { 'content-type': type }))).toBe('415 BAD_REQUEST')
  })

  test.each([
    ['is no JSON', '{"query":'],
    ['is no object', '[{"query":"{ echo }"}]'],
    ['has no query', '{}'],
    ['has variables that are no object', '{"query":"{ echo }","variables":[1]}'],
  ])('whose body %s', async (_, body) => {
    expect(await refusalOf(await post(body))).toBe('400 BAD_REQUEST')
  })

  test('by another method, and a change by GET', async () => {
    const put = await fetch(origin, { method: 'PUT' })
    expect(put.headers.get('allow')).toBe('GET, POST')
    expect(await refusalOf(put)).toBe('405 BAD_REQUEST')
    expect(await refusalOf(await fetch(`${origin}?query=${encodeURIComponent('mutation { set }')}`))).toBe(
      '405 BAD_REQUEST',
    )
  })

  test('over the limit, announced or not', async () => {
    const body = { query: '{ echo }', pad: 'x'.repeat(BODY_LIMIT_BYTES) }
    expect(await refusalOf(await post(body))).toBe('413 HUB_BODY_TOO_LARGE')
    expect(await statusOfChunked(JSON.stringify(body))).toBe(413)
  })

  test.each([
    ['no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ gone }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['an operation that is not there', { query: 'query A { id }', operationName: 'B' }, 'OPERATION_RESOLUTION_FAILURE'],
    ['one of several operations', { query: 'query A { id } query B { id }' }, 'OPERATION_RESOLUTION_FAILURE'],
    [
      'a variable that does not fit',
      { query: 'query($t: String) { echo(text: $t) }', variables: { t: [1] } },
      'BAD_USER_INPUT',
    ],
  ])('that asks for %s: with 400 where the client knows that status, else with 200', async (_, body, code) => {
    expect(await refusalOf(await post(body, { accept: 'application/json' }))).toBe(`200 ${code}`)
    expect(await refusalOf(await post(body, { accept: 'application/graphql-response+json' }))).toBe(`400 ${code}`)
    expect(logged).toMatchObject([{ errors: [{ code }] }, { errors: [{ code }] }])
  })

  test('when no answer would be acceptable', async () => {
    expect(await refusalOf(await post({ query: '{ echo }' }, { accept: 'text/html' }))).toBe('406 BAD_REQUEST')
  })

  /** Sends a body in chunks, so that no header says how long it is. */
  function statusOfChunked(body: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = { ...JSON_TYPE, 'transfer-encoding': 'chunked' }
      const sent = request(origin, { method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }
})

test('an audience is answered from its own schema, and what is beyond it does not exist', async () => {
  const few = { 'graphql-client-name': 'few' }
  expect(await (await post({ query: '{ echo }' }, few)).json()).toEqual({ data: { echo: 'nothing' } })
  const response = await post({ query: '{ secret }' }, few)
  const { errors } = (await response.clone().json()) as Refusal
  expect(await refusalOf(response)).toBe('200 GRAPHQL_VALIDATION_FAILED')
  expect(errors[0]?.message).toMatch(/ \/ Cannot query field "secret" on type "Query"\.$/)
  expect(await (await post({ query: '{ secret }' })).json()).toEqual({ data: { secret: null } })
})

test('a caller who hangs up is waited for by nobody', async () => {
  const controller = new AbortController()
  const gone = new Promise<void>((resolve) => {
    slow = { asked: () => controller.abort(), gone: resolve }
  })
  const { signal } = controller
  const answer = fetch(origin, { method: 'POST', headers: JSON_TYPE, body: '{"query":"{ slow }"}', signal })
  await expect(answer).rejects.toThrow()
  await gone
  await expect.poll(() => logged).toEqual([expect.objectContaining({ cancelled: true, level: 30 })])
})
