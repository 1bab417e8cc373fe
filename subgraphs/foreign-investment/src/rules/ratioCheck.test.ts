import { Types } from 'mongoose'
import { describe, expect, it } from 'vitest'
import { checkRatios } from './ratioCheck.ts'

const usd = (amount: string, unit = 'WAN') => ({ amount: Types.Decimal128.fromString(amount), unit, currency: 'USD' })
const shares = (...ratios: (string | undefined)[]) =>
  ratios.map((ratio) => (ratio === undefined ? {} : { shareRatio: Types.Decimal128.fromString(ratio) }))

describe('checkRatios', () => {
  it.each([
    ['300', '210', 'MET', '210.00'],
    ['300', '209.999999', 'BELOW', '210.00'],
    ['420', '210', 'MET', '210.00'],
    ['1250', '499.99', 'BELOW', '500.00'],
    ['3600', '1200', 'MET', '1200.00'],
    ['5000', '1666.67', 'MET', '1666.67'],
    ['5000', '1666.66', 'BELOW', '1666.67'],
  ])('a total of %s with a capital of %s: %s, %s needed', (total, capital, outcome, required) => {
    const check = checkRatios({
      totalInvestment: usd(total),
      registeredCapital: usd(capital),
      approvedOn: '1995-05-05',
    })
    expect(check).toEqual({ outcome, requiredCapital: required, ruleConfirmed: false })
  })

  it('takes dollars by the piece for ten-thousands', () => {
    const check = checkRatios({ totalInvestment: usd('3000000', 'YUAN'), registeredCapital: usd('210') })
    expect(check.outcome).toBe('MET')
  })

  it.each([
    [{ registeredCapital: usd('210') }],
    [{ totalInvestment: usd('300') }],
    [{ totalInvestment: { ...usd('300'), currency: 'CNY' }, registeredCapital: usd('210') }],
    [{ totalInvestment: usd('300'), registeredCapital: usd('1'), approvedOn: '2021-01-01' }],
  ])('does not judge %#', (venture) => {
    expect(checkRatios(venture).outcome).toBe('NOT_COMPARABLE')
  })

  it.each([
    [shares('24.9999'), false],
    [shares('15', '10'), true],
    [shares('30', undefined), undefined],
    [[], undefined],
  ])('knows whether the foreign share suffices: %#', (foreignParties, met) => {
    expect(checkRatios({ foreignParties, approvedOn: '1995-05-05' }).foreignShareMet).toBe(met)
  })
})
