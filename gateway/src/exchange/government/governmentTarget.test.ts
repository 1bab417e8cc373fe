import { createHash, createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { networks } from '../push/forbiddenAddress.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { PartnerConnection } from '../push/partnerConnection.ts'
import { type GovernmentScheme, governmentKey } from './governmentSignature.ts'
import { GovernmentTarget } from './governmentTarget.ts'

const SECRET = 'bureau:topsecret'
let server: Server
let answer = '{}'
let seen = { query: new URLSearchParams(), body: '' }

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen = { query: new URL(request.url ?? '', 'http://gateway').searchParams, body }
      response.end(answer)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})
afterAll(() => server.close())

const event: OutgoingEvent = {
  id: 'e1',
  division: 'market-order',
  sequence: 1,
  kind: 'CREATED',
  family: 'permits',
  recordId: 'r1',
  subjectId: 's1',
  version: 1,
  recordedAt: '2026-04-01T00:00:00.000Z',
  effectiveOn: null,
  record: { __typename: 'AdministrativePermit', docNo: '许一' },
}

async function delivered(scheme: GovernmentScheme = 'HMAC-SM3') {
  const key = governmentKey(SECRET)
  if (key === undefined) throw new Error(SECRET)
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/open/api?version=1`
  const connection = new PartnerConnection({
    endpoint,
    allowed: networks(['127.0.0.0/8']),
    connections: 1,
    millis: 2_000,
  })
  const target = new GovernmentTarget({ connection, key, scheme })
  try {
    return await target.deliver({ id: 'd1', events: [event], placeOf: () => 0 })
  } finally {
    await target.close()
  }
}

describe('a government gateway', () => {
  test('is shown a signature over key, time, nonce and body', async () => {
    answer = '{"code":"00","msg":"成功","data":null}'
    expect(await delivered()).toMatchObject({ kind: 'TAKEN', receipt: { missing: [] } })
    const { query, body } = seen
    const [time = '', nonce = ''] = [query.get('requestTime') ?? '', query.get('nonce') ?? '']
    expect(Math.abs(Date.now() - Number(time))).toBeLessThan(10_000)
    const text = `bureau\n${time}\n${nonce}\n${createHash('sm3').update(body).digest('hex')}`
    expect(query.get('sign')).toBe(createHmac('sm3', 'topsecret').update(text).digest('hex'))
    expect([query.get('appKey'), query.get('version')]).toEqual(['bureau', '1'])
    expect(JSON.parse(body)).toMatchObject({ id: 'd1', events: [{ id: 'e1', data: { content: { docNo: '许一' } } }] })
  })

  test('is shown the old MD5 where the setting says so', async () => {
    await delivered('MD5')
    const time = seen.query.get('requestTime')
    expect(seen.query.get('sign')).toBe(createHash('md5').update(`bureautopsecret${time}`).digest('hex'))
  })

  test.each([
    ['{"code":"96","msg":"数据错误"}', { kind: 'MALFORMED', reason: '96 数据错误' }],
    ['{"code":"97","msg":"参数缺失"}', { kind: 'MALFORMED', reason: '97 参数缺失' }],
    ['{"code":98}', { kind: 'MALFORMED', reason: '98' }],
    ['{"code":"99","msg":"失败"}', { kind: 'FAILED', reason: '99 失败' }],
    ['{"code":"0"}', { kind: 'FAILED', reason: '0' }],
    ['<html>', { kind: 'FAILED' }],
    ['[]', { kind: 'FAILED' }],
  ])('answering %s is understood', async (text, expected) => {
    answer = text
    expect(await delivered()).toMatchObject(expected)
  })

  test('tells of each record in data', async () => {
    answer = JSON.stringify({ code: '00', data: { accepted: [], refused: [{ id: 'e1', reason: '文号有误' }] } })
    const got = await delivered()
    if (got.kind !== 'TAKEN') throw new Error(got.reason)
    expect(got.receipt.outcomeOf('e1')).toEqual({ outcome: 'REFUSED', reason: '文号有误' })
  })

  test.each(['bureau', ':secret', 'a b:secret', ''])('has no key in %j', (text) => {
    expect(governmentKey(text)).toBeUndefined()
  })
})
