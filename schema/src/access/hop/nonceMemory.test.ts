import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NonceMemory } from './nonceMemory.ts'

const MILLIS = 60

/** Nonces as they come, each so long after the one before. */
const arrivals = fc.array(fc.record({ nonce: fc.nat(12), after: fc.nat(40) }), { maxLength: 60 })

test('a nonce is new once in the time that it must be remembered, whenever generations turn', () => {
  fc.assert(
    fc.property(arrivals, (steps) => {
      const memory = new NonceMemory(MILLIS)
      const acceptedAt = new Map<number, number>()
      let now = 0
      for (const { nonce, after } of steps) {
        now += after
        const before = acceptedAt.get(nonce)
        const isNew = memory.isNew(String(nonce), now)
        if (before === undefined) expect(isNew).toBe(true)
        else if (now - before < MILLIS) expect(isNew).toBe(false)
        if (isNew) acceptedAt.set(nonce, now)
      }
    }),
    { numRuns: 500 },
  )
})

test('nothing is remembered for longer than two generations', () => {
  const memory = new NonceMemory(MILLIS)
  for (let now = 0; now < 10 * MILLIS; now++) memory.isNew(String(now), now)
  expect(memory.size).toBeLessThanOrEqual(2 * MILLIS)
  memory.isNew('after a long rest', 100 * MILLIS)
  expect(memory.size).toBe(1)
})
