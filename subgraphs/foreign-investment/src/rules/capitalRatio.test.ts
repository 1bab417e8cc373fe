import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requiredCapital, requiredForeignShare } from './capitalRatio.ts'
import { toMillionths, toTwoPlaces } from './exactDecimal.ts'

const required = (total: string, on?: string) => {
  const capital = requiredCapital(toMillionths(total) ?? -1n, on)
  return capital === undefined ? undefined : toTwoPlaces(capital)
}

describe('requiredCapital', () => {
  it.each([
    ['300', '210.00'],
    ['420', '210.00'],
    ['1000', '500.00'],
    ['1250', '500.00'],
    ['3000', '1200.00'],
    ['3600', '1200.00'],
    ['5000', '1666.67'],
    ['100', '70.00'],
    ['300.01', '210.00'],
    ['500', '250.00'],
  ])('of a total of %s is %s (万美元)', (total, capital) => {
    expect(required(total)).toBe(capital)
  })

  it('is never short of its share by rounding', () => {
    expect(requiredCapital(5_000_000_000n)).toBe(1_666_666_667n)
  })

  it('asks nothing of ventures from outside its days', () => {
    expect([required('300', '1986-01-01'), required('300', '1995-01-01'), required('300', '2020-01-01')]).toEqual([
      undefined,
      '210.00',
      undefined,
    ])
    expect([requiredForeignShare('1986-01-01'), requiredForeignShare('2020-01-01')]).toEqual([25_000_000n, undefined])
  })

  it('never falls as the total grows, and never asks for more than the total', () => {
    const total = fc.bigInt({ min: 0n, max: 10_000_000_000n })
    fc.assert(
      fc.property(total, total, (a, b) => {
        const [smaller, larger] = a < b ? [a, b] : [b, a]
        const [forSmaller = -1n, forLarger = -2n] = [requiredCapital(smaller), requiredCapital(larger)]
        expect(forSmaller <= forLarger).toBe(true)
        expect(forLarger <= larger).toBe(true)
      }),
    )
  })
})
