import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { anonymous } from '@hub/schema/access/callerClaims'
import { callerText } from '@hub/schema/access/callerText'
import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hopGuard } from './hopGuard.ts'

const hopKeys = hopKeyList.parse(newHopKey('2027'))
const body = '{"query":"{ __typename }"}'
const inspector: CallerClaims = { caller: 'mallory', role: 'INSPECTOR' }

interface Sent {
  readonly headers: Record<string, string>
  readonly body?: string
}

function signed(keys = hopKeys, to = 'trade', caller: unknown = anonymous): Sent {
  const signer = new HopSigner(keys, { from: 'gateway', to })
  const asked = { method: 'POST', target: '/graphql', body, caller: caller as CallerClaims }
  return { headers: signer.headers(asked) }
}

let app: FastifyInstance
let answered: number
let logged: object[]

beforeEach(async () => {
  answered = 0
  logged = []
  app = Fastify()
  const logger = { warn: (line: object) => logged.push(line) } as unknown as Logger
  hopGuard(app, { name: 'trade', hopKeys, importKeys: [], needsCertificate: false, logger })
  app.post('/graphql', async () => {
    answered += 1
    return { data: {} }
  })
  await app.ready()
})
afterEach(() => app.close())

const send = ({ headers, body: sent = body }: Sent) =>
  app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    body: sent,
  })

describe('what the hub has not signed for this division', () => {
  test.each<[string, string, () => Sent]>([
    ['nothing signed', 'unsigned', () => ({ headers: {} })],
    ['another body', 'other body', () => ({ ...signed(), body: body.replace('__typename', 'secret') })],
    [
      'other claims',
      'wrong signature',
      () => ({ headers: { ...signed().headers, 'hub-caller': callerText(inspector) } }),
    ],
    ['what is no claim', 'unusable claims', () => signed(hopKeys, 'trade', { caller: 'x', role: 'ROOT' })],
    ["another subgraph's signature", 'other direction', () => signed(hopKeys, 'personnel')],
    ['an old key', 'unknown key', () => signed(hopKeyList.parse(newHopKey('2026')))],
    ["a stranger's key of the same name", 'wrong signature', () => signed(hopKeyList.parse(newHopKey('2027')))],
  ])('is refused, counted and logged: %s', async (_, fault, sent) => {
    const { statusCode, body: told } = await send(sent())
    expect([statusCode, answered]).toEqual([401, 0])
    expect(JSON.parse(told).errors[0].extensions).toEqual({ code: 'HUB_HOP_REFUSED' })
    expect(told).not.toContain(fault)
    expect(logged).toEqual([{ fault, total: 1, method: 'POST', address: '127.0.0.1' }])
  })

  test('is refused, counted and logged: what was answered once', async () => {
    const once = signed()
    expect([(await send(once)).statusCode, (await send(once)).statusCode, answered]).toEqual([200, 401, 1])
    expect(logged).toMatchObject([{ fault: 'replayed', total: 1 }])
  })
})
