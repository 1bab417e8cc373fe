import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { ApolloServer } from '@apollo/server'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { buildSchema } from 'graphql'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HubContext } from '../server/hubContext.ts'
import { readSupergraph } from '../supergraph/loadSupergraph.ts'
import type { ConsoleFile } from './consoleFiles.ts'
import { hubRoutes } from './hubRoutes.ts'

const BODY_LIMIT_BYTES = 4_096

function file(type: string, text: string): ConsoleFile {
  return { type, body: Buffer.from(text), gzipped: gzipSync(text), etag: `"${text.length}"` }
}

let http: Server
let origin: string
let server: ApolloServer<HubContext>
const logged: string[] = []

beforeAll(async () => {
  const schema = buildSchema('type Query { echo(text: String): String, boom: String }')
  const rootValue = { echo: ({ text }: { text?: string }, { requestId }: HubContext) => text ?? requestId }
  server = new ApolloServer<HubContext>({ csrfPrevention: false, schema, rootValue })
  await server.start()
  const logger = pino({}, { write: (line: string) => logged.push(line) })
  const supergraph = readSupergraph(composeDivisions().supergraphSdl ?? '', new Map())
  const console = new Map([
    ['/index.html', file('text/html; charset=utf-8', '<title>枢纽</title>')],
    ['/assets/a.js', file('text/javascript; charset=utf-8', 'export {}'.repeat(50))],
  ])
  http = createServer(hubRoutes({ server, supergraph, console, logger, environment: { BODY_LIMIT_BYTES } }))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
})
afterAll(async () => {
  http.closeAllConnections()
  http.close()
  await server.stop()
})

const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${origin}/graphql`, { method: 'POST', headers, body })

async function codeOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors: { extensions: { code: unknown } }[] }
  return errors[0]?.extensions.code
}

describe('/graphql', () => {
  test('answers POST, and hands on and sends back the request id', async () => {
    const headers = { 'content-type': 'application/json', 'x-request-id': 'r-7' }
    const response = await post('{"query":"{ echo }"}', headers)
    expect(response.headers.get('x-request-id')).toBe('r-7')
    expect(await response.json()).toEqual({ data: { echo: 'r-7' } })
  })

  test('answers GET with variables', async () => {
    const search = new URLSearchParams({ query: 'query($t: String) { echo(text: $t) }', variables: '{"t":"文"}' })
    const response = await fetch(`${origin}/graphql?${search}`)
    expect(await response.json()).toEqual({ data: { echo: '文' } })
  })

  test.each([
    ['a form', () => post('query={echo}', { 'content-type': 'application/x-www-form-urlencoded' })],
    ['JSON called plain text', () => post('{"query":"{ echo }"}', { 'content-type': 'text/plain' })],
  ])('refuses %s, which another site could send', async (_, send) => {
    const response = await send()
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('"data"')
  })

  test('refuses what is no JSON, and other methods', async () => {
    const response = await post('{"query":')
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('BAD_USER_INPUT')
    expect(
      (await fetch(`${origin}/graphql`, { method: 'PUT', headers: { 'x-apollo-operation-name': 'a' } })).status,
    ).toBe(405)
  })

  test('refuses a body over the limit, announced or not', async () => {
    const announced = await post(JSON.stringify({ query: '{ echo }', pad: 'x'.repeat(BODY_LIMIT_BYTES) }))
    expect(announced.status).toBe(413)
    expect(await codeOf(announced)).toBe('HUB_BODY_TOO_LARGE')
    expect(await statusOfChunked('x'.repeat(BODY_LIMIT_BYTES))).toBe(413)
  })

  /** Sends a body in chunks, so that no header says how long it is. */
  function statusOfChunked(pad: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
      const sent = request(`${origin}/graphql`, { method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.on('error', reject)
      sent.end(JSON.stringify({ query: '{ echo }', pad }))
    })
  }
})

describe('health', () => {
  test('the process lives', async () => {
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'alive' })
  })

  test('the hub is ready with all divisions out, and says which', async () => {
    const response = await fetch(`${origin}/readyz`)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ status: 'partial', divisions: { length: 4 } })
  })
})

describe('the console', () => {
  test('is at /, may load from the hub only and is asked for again each time', async () => {
    const response = await fetch(`${origin}/?tab=1`)
    expect(await response.text()).toContain('枢纽')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/)
  })

  test('has files that are kept for ever and sent compressed', async () => {
    const { headers, body } = await raw('/assets/a.js', { 'accept-encoding': 'gzip, br' })
    expect(headers['cache-control']).toContain('immutable')
    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(body).toString()).toBe('export {}'.repeat(50))
  })

  test('is not sent again to those who have it', async () => {
    const { status, body } = await raw('/', { 'if-none-match': '"17"' })
    expect({ status, length: body.length }).toEqual({ status: 304, length: 0 })
  })

  test.each(['/assets/b.js', '/../package.json', '/assets/../../package.json', '/%2e%2e/package.json', '/index.html/'])(
    'has nothing at %s',
    async (path) => {
      const { status, body } = await raw(path, {})
      expect(status).toBe(404)
      expect(body.toString()).toContain('HUB_PATH_UNKNOWN')
    },
  )

  /** Asks for a path as it stands; `fetch` would tidy it up first. */
  function raw(path: string, headers: Record<string, string>) {
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
      const { port, hostname } = new URL(origin)
      const sent = request({ host: hostname, port, path, headers }, async (response) => {
        const body = Buffer.concat(await response.toArray())
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      })
      sent.on('error', reject).end()
    })
  }
})

test('nothing of this was a surprise to the hub', () => {
  expect(logged).toEqual([])
})
