import { createHmac } from 'node:crypto'
import { webhookKey } from '@hub/gateway/exchange/push/webhookSignature'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyWebhook, webhookSignature } from './webhookSignature.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const AT = 1_614_265_330
const key = webhookKey(SECRET) ?? Buffer.alloc(0)
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: String(AT), body: Buffer.from('{"test": 2432232314}') }
const good = webhookSignature('v1', key, message)

describe('webhook signatures', () => {
  test('v1 is that of the specification’s example', () => {
    expect(good).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  test('v1sm3 is HMAC over SM3', () => {
    const mac = createHmac('sm3', key).update(`${message.id}.${AT}.{"test": 2432232314}`).digest('base64')
    expect(webhookSignature('v1sm3', key, message)).toBe(`v1sm3,${mac}`)
    expect(verifyWebhook(message, `v1sm3,${mac}`, [key], AT)).toEqual({ scheme: 'v1sm3' })
  })

  test('one of several signatures and one of several keys is enough', () => {
    const other = Buffer.alloc(32, 7)
    expect(verifyWebhook(message, `v1,AAAA ${good}`, [other, key], AT)).toEqual({ scheme: 'v1' })
  })

  test.each([
    ['unsigned', message, '', AT],
    ['unsigned', { ...message, id: '' }, good, AT],
    ['malformed', { ...message, timestamp: '2021-02-25' }, good, AT],
    ['out of time', message, good, AT + 301],
    ['out of time', message, good, AT - 301],
    ['wrong signature', message, good.replace('v1,', 'v1sm3,'), AT],
    ['wrong signature', { ...message, id: 'msg_other' }, good, AT],
    ['wrong signature', { ...message, timestamp: String(AT + 1) }, good, AT],
  ] as const)('%s', (fault, sent, header, now) => {
    expect(verifyWebhook(sent, header, [key], now)).toEqual({ fault })
  })

  test('a changed body never holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (body) => {
        fc.pre(!Buffer.from(body).equals(message.body))
        expect(verifyWebhook({ ...message, body }, good, [key], AT)).toEqual({ fault: 'wrong signature' })
      }),
    )
  })

  test.each(['', 'whsec_', 'whsec_dG9vc2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])('"%s" is no secret', (text) => {
    expect(webhookKey(text)).toBeUndefined()
  })
})
