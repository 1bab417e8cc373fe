import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { webhookHeaders, webhookKey } from './webhookSignature.ts'

test('a delivery is signed as Standard Webhooks has it, and over SM3', () => {
  // The vector of the specification's reference libraries.
  const key = webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  if (key === undefined) throw new Error('no key')
  const parts = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', keys: [key] }
  const headers = webhookHeaders({ ...parts, schemes: ['v1', 'v1sm3'] }, new Date(1_614_265_330_000))
  const [sha256, sm3] = headers['webhook-signature']?.split(' ') ?? []
  expect(sha256).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  const mac = createHmac('sm3', key).update(`${parts.id}.1614265330.${parts.body}`).digest('base64')
  expect(sm3).toBe(`v1sm3,${mac}`)
  expect(webhookKey('whsec_short')).toBeUndefined()
})

test('a delivery says what it is and when it was sent, and every key signs it by every scheme', () => {
  const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const parts = { id: 'msg_1', body: '[{"text":"行政处罚"}]', keys, schemes: ['v1', 'v1sm3'] as const }
  const signed = (key: Buffer, hash: string) =>
    createHmac(hash, key).update(`msg_1.1614265330.${parts.body}`, 'utf8').digest('base64')
  expect(webhookHeaders(parts, new Date(1_614_265_330_999))).toEqual({
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1614265330',
    'webhook-signature': keys.map((key) => `v1,${signed(key, 'sha256')} v1sm3,${signed(key, 'sm3')}`).join(' '),
  })
})
