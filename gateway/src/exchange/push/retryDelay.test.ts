import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryAfter, retryDelay } from './retryDelay.ts'

const HOUR = 3_600_000
const failures = fc.integer({ min: 1, max: 10_000 })
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('an attempt waits twice as long each time, up to an hour, with half of it by chance', () => {
  fc.assert(
    fc.property(failures, random, (count, chance) => {
      const most = Math.min(500 * 2 ** (count - 1), HOUR)
      const waits = retryDelay(count, 0, chance)
      expect(waits).toBeGreaterThanOrEqual(most / 2)
      expect(waits).toBeLessThanOrEqual(most)
      expect(retryDelay(count, 0, 0)).toBe(most / 2)
    }),
  )
  expect(new Set(Array.from({ length: 20 }, () => retryDelay(5))).size).toBeGreaterThan(10)
})

test('and not less than the partner asks for, up to a day', () => {
  fc.assert(
    fc.property(failures, fc.nat(100 * HOUR), random, (count, asked, chance) => {
      const waits = retryDelay(count, asked, chance)
      expect(waits).toBe(Math.max(retryDelay(count, 0, chance), Math.min(asked, 24 * HOUR)))
    }),
  )
})

test('Retry-After is seconds or a date, and nothing else', () => {
  const now = new Date('2026-11-28T06:00:00Z')
  expect(retryAfter('120', now)).toBe(120_000)
  expect(retryAfter('Sat, 28 Nov 2026 06:00:30 GMT', now)).toBe(30_000)
  expect(retryAfter('Sat, 28 Nov 2026 05:00:00 GMT', now)).toBe(0)
  for (const header of [undefined, '', 'soon', '1 h']) expect(retryAfter(header, now)).toBeUndefined()
})
