import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccessEvent } from '../accessEvent.ts'
import { AccessRefused, unauthorised } from '../accessRefused.ts'
import { DivisionCallers } from './divisionCallers.ts'
import { identifyBy } from './identify.ts'

const analyst: CallerClaims = { caller: '李四', role: 'ANALYST' }
const service: CallerClaims = { caller: 'division:trade', role: 'DIVISION_SERVICE', division: 'trade' }
const keys = hopKeyList.parse(newHopKey('trade'))
const events: AccessEvent[] = []
/** Each request from an address of its own, so that none is left out of the notes. */
let clients = 0
let server: Server
let origin: string

const identify = identifyBy({
  tokens: {
    verify: async (token) => {
      if (token !== 'good') throw unauthorised('HUB_TOKEN_INVALID', 'bad')
      return analyst
    },
  },
  apiKeys: undefined,
  divisions: new DivisionCallers(new Map([['trade', keys]])),
  observe: async (event) => void events.push(event),
})

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    try {
      const { caller, verifyBody } = await identify(request, {
        requestId: 'r1',
        address: `client ${clients++}`,
      })
      verifyBody?.(Buffer.concat(chunks))
      response.end(JSON.stringify(caller))
    } catch (error) {
      if (!(error instanceof AccessRefused)) throw error
      response.writeHead(error.status, error.headers).end(error.code)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  events.length = 0
})
afterAll(() => server.close())

async function ask(headers: Record<string, string>, body = 'body'): Promise<[status: number, text: string]> {
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body })
  return [response.status, await response.text()]
}

function signed(caller: CallerClaims, from = 'trade', to = 'gateway', key = keys): Record<string, string> {
  return new HopSigner(key, { from, to }).headers({ method: 'POST', target: '/graphql', body: 'body', caller })
}

describe('who asks', () => {
  test('is nobody in particular when nothing is shown', async () => {
    expect(await ask({})).toEqual([200, '{"caller":"anonymous","role":"PUBLIC"}'])
    expect(events).toEqual([])
  })

  test('is told by a token', async () => {
    expect(await ask({ authorization: 'Bearer good' })).toEqual([200, JSON.stringify(analyst)])
    expect(await ask({ authorization: 'bearer  good' })).toEqual([200, JSON.stringify(analyst)])
  })

  test.each(['Bearer bad', 'Bearer', '', 'Basic Z29vZA==', 'good', 'Bearer good, Bearer good', 'Bearer a b'])(
    'is never made anonymous for "%s": that is an error, and it is told',
    async (authorization) => {
      expect(await ask({ authorization })).toEqual([401, 'HUB_TOKEN_INVALID'])
      expect(events).toMatchObject([
        {
          kind: 'CREDENTIAL_REFUSED',
          from: expect.stringMatching(/^client /),
          requestId: 'r1',
          result: 'HUB_TOKEN_INVALID',
        },
      ])
    },
  )

  test('is challenged as RFC 6750 has it', async () => {
    const response = await fetch(origin, { headers: { authorization: 'Bearer bad' } })
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/)
  })

  test('whatever is shown', async () => {
    const value = fc.string({ unit: fc.constantFrom(...'Bearer badgo.,-_=~"') })
    await fc.assert(
      fc.asyncProperty(value, async (authorization) => {
        const [status] = await ask({ authorization })
        return status === (/^Bearer +good$/i.test(authorization.trim()) ? 200 : 401)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a division', () => {
  test('shows who it is by its signature', async () => {
    expect(await ask(signed(service))).toEqual([200, JSON.stringify(service)])
  })

  test.each<[string, () => Record<string, string>]>([
    ['claims a role of people', () => signed({ caller: 'x', role: 'INSPECTOR' })],
    ['claims to be another', () => signed({ ...service, division: 'personnel' })],
    ['brings grants', () => signed({ ...service, grants: [{ sections: ['X'] }] })],
    ['that there is not', () => signed(service, 'mars')],
    ['signs for another division', () => signed(service, 'trade', 'personnel')],
    ['plays back what the hub has signed for it', () => signed(service, 'gateway', 'trade')],
    ['has another key', () => signed(service, 'trade', 'gateway', hopKeyList.parse(newHopKey('trade')))],
    ['leaves out the signature', () => ({ 'signature-input': signed(service)['signature-input'] ?? '' })],
  ])('that %s is refused', async (_, headers) => {
    expect(await ask(headers())).toEqual([401, 'HUB_HOP_REFUSED'])
    expect(events).toHaveLength(1)
  })

  test('is refused with another body, twice, or with a token on top', async () => {
    expect(await ask(signed(service), 'other')).toEqual([401, 'HUB_HOP_REFUSED'])
    const once = signed(service)
    expect([(await ask(once))[0], (await ask(once))[0]]).toEqual([200, 401])
    expect(await ask({ ...signed(service), authorization: 'Bearer good' })).toEqual([401, 'HUB_TOKEN_INVALID'])
  })
})
