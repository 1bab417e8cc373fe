import { expect, test } from 'vitest'
import { PartnerBreaker } from './partnerBreaker.ts'

test('after a failure one attempt alone goes out when its time has come, and all when it has come through', async () => {
  let now = 0
  const breaker = new PartnerBreaker(
    () => now,
    (failures, asked = 0) => Math.max(failures * 10, asked),
  )
  const admitted = () => breaker.admit(() => polls++ < 2)
  let polls = 0
  const may = async () => {
    polls = 0
    return admitted()
  }
  expect([breaker.state, await may(), await may()]).toEqual(['closed', true, true])
  breaker.failed(0)
  // Begun before the first failure was known: it is the same failure.
  breaker.failed(-1)
  expect([breaker.state, await may()]).toEqual(['open', false])
  now = 10
  expect([await may(), breaker.state, await may()]).toEqual([true, 'half-open', false])
  breaker.failed(10, 500)
  now = 400
  expect(await may()).toBe(false)
  now = 510
  expect(await may()).toBe(true)
  breaker.succeeded()
  expect([breaker.state, await may(), await may()]).toEqual(['closed', true, true])
})
