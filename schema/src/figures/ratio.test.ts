import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratio } from './ratio.ts'

test.each([
  [0, 0, null],
  [0, 7, '0.000000'],
  [7, 7, '1.000000'],
  [1, 3, '0.333333'],
  [2, 3, '0.666667'],
  [332, 9_220, '0.036009'],
  [1, 2_000_000, '0.000001'],
])('%i of %i is %s', (numerator, denominator, value) => {
  expect(ratio(numerator, denominator)).toEqual({ numerator, denominator, value })
})

test('a share is never off by more than half of the last place', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (some, all) => {
      const [numerator, denominator] = [BigInt(Math.min(some, all)), BigInt(all)]
      const scaled = BigInt((ratio(Number(numerator), all).value ?? '').replace('.', ''))
      const error = 2n * (scaled * denominator - numerator * 1_000_000n)
      expect(error > -denominator && error <= denominator).toBe(true)
    }),
  )
})
