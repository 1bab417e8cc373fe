import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toMillionths, toTwoPlaces } from './exactDecimal.ts'

it.each([
  ['1666.666667', 1_666_666_667n],
  ['0.1', 100_000n],
  ['25.00000000', 25_000_000n],
  ['1.5E+3', 1_500_000_000n],
  ['abc', undefined],
  ['-1', undefined],
  ['0.0000001', undefined],
])('%s is %s millionths', (text, millionths) => {
  expect(toMillionths(text)).toBe(millionths)
})

it('rounds half up to hundredths', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (millionths) => {
      const written = toMillionths(toTwoPlaces(millionths)) ?? -1n
      const error = written - millionths
      expect(error > -5_000n && error <= 5_000n).toBe(true)
      expect(written % 10_000n).toBe(0n)
    }),
  )
})
