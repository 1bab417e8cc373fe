import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { networks } from './forbiddenAddress.ts'
import { PartnerConnection } from './partnerConnection.ts'

const LOOPBACK = networks(['127.0.0.0/8'])
const ended: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await Promise.all(ended.splice(0).map((end) => end()))
})

/** Something that answers at an address of this machine. */
async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ended.push(() => {
    server.closeAllConnections()
    return new Promise((closed) => server.close(closed))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`
}

/** How a partner's answer is taken. */
async function taken(endpoint: string, millis = 2_000) {
  const connection = new PartnerConnection({ endpoint, allowed: LOOPBACK, connections: 1, millis })
  ended.push(() => connection.close())
  return connection.post({ headers: { 'content-type': 'application/json' }, body: '{"events":[]}' })
}

test.each([301, 302, 303, 307, 308])(
  'HTTP %i is a failure, and where it points to is asked for nothing',
  async (status) => {
    let others = 0
    const elsewhere = await listening((_, response) => {
      others += 1
      response.end('{}')
    })
    const endpoint = await listening((_, response) => response.writeHead(status, { location: elsewhere }).end())
    expect(await taken(endpoint)).toMatchObject({ kind: 'FAILED', reason: `HTTP ${status}` })
    expect(others).toBe(0)
  },
)

test.each([
  [503, { 'retry-after': '7' }, { kind: 'FAILED', retryAfterMillis: 7_000 }],
  [429, {}, { kind: 'FAILED', retryAfterMillis: undefined }],
  [401, {}, { kind: 'FAILED' }],
  [404, {}, { kind: 'FAILED' }],
  [400, {}, { kind: 'MALFORMED' }],
  [413, {}, { kind: 'MALFORMED' }],
  [422, {}, { kind: 'MALFORMED' }],
  [204, {}, { kind: 'TAKEN', body: '' }],
])('HTTP %i with %j', async (status, headers, expected) => {
  const endpoint = await listening((_, response) => response.writeHead(status, headers).end())
  expect(await taken(endpoint)).toMatchObject(expected)
})

test('an answer that does not come in time, or does not end, is a failure', async () => {
  const never = await listening(() => undefined)
  expect(await taken(never, 100)).toMatchObject({ kind: 'FAILED', reason: expect.stringContaining('Timeout') })
  const endless = await listening((_, response) => {
    response.writeHead(200)
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(65_536), more)
    }
    more()
  })
  expect(await taken(endless)).toMatchObject({ kind: 'FAILED' })
})

test('a partner that is to be spoken to by TLS and has none is sent nothing', async () => {
  let requests = 0
  const plain = await listening((_, response) => {
    requests += 1
    response.end('{}')
  })
  expect(await taken(plain.replace('http:', 'https:'))).toMatchObject({ kind: 'FAILED' })
  expect(requests).toBe(0)
})
