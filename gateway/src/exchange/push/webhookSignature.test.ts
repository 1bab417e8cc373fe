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
