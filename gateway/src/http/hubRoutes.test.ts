import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HubMetrics } from '../metrics/hubMetrics.ts'
import { metricsRoute } from '../metrics/metricsRoute.ts'
import { readSupergraph } from '../supergraph/loadSupergraph.ts'
import type { ConsoleFile } from './consoleFiles.ts'
import { hubRoutes } from './hubRoutes.ts'

function file(type: string, text: string): ConsoleFile {
  return { type, body: Buffer.from(text), gzipped: gzipSync(text), etag: `"${text.length}"` }
}

let http: Server
let origin: string
const logged: string[] = []

beforeAll(async () => {
  const logger = pino({}, { write: (line: string) => logged.push(line) })
  const supergraph = readSupergraph(composeDivisions().supergraphSdl ?? '', new Map())
  const console = new Map([
    ['/index.html', file('text/html; charset=utf-8', '<title>枢纽</title>')],
    ['/assets/a.js', file('text/javascript; charset=utf-8', 'export {}'.repeat(50))],
  ])
  http = createServer(
    hubRoutes({
      graphql: (_, response) => void response.end('answered'),
      publicGraphql: (_, response) => void response.end('public'),
      metrics: metricsRoute(new HubMetrics().registry),
      supergraph,
      health: () => new Map([['trade', { breaker: 'open', inFlight: 2, failingSince: 0 }]]),
      console,
      logger,
    }),
  )
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
})
afterAll(async () => {
  http.closeAllConnections()
  http.close()
})

test('answers at /graphql, and what anyone may see at /public/graphql', async () => {
  expect(await (await fetch(`${origin}/public/graphql`)).text()).toBe('public')
  expect(await (await fetch(`${origin}/graphql?query=x`)).text()).toBe('answered')
})

describe('health', () => {
  test('the process lives', async () => {
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'alive' })
  })

  test('the hub is ready with all divisions out, and says which', async () => {
    const response = await fetch(`${origin}/readyz`)
    expect(response.status).toBe(200)
    const { status, divisions } = (await response.json()) as { status: string; divisions: { name: string }[] }
    expect([status, divisions.length]).toEqual(['partial', 4])
    expect(divisions.find(({ name }) => name === 'trade')).toMatchObject({
      state: 'unreachable',
      breaker: 'open',
      inFlight: 2,
      failingSince: '1970-01-01T00:00:00.000Z',
    })
  })

  test("/metrics is Prometheus's text", async () => {
    const response = await fetch(`${origin}/metrics`)
    expect(response.headers.get('content-type')).toContain('version=0.0.4')
    expect(await response.text()).toMatch(/^process_resident_memory_bytes \d+$/m)
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
