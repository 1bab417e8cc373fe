import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Capital, parseCapital } from './parseCapital.ts'

const vectors: [string, Omit<Capital, 'raw'>][] = [
  ['760(万元)', { amount: '760', unit: 'WAN' }],
  ['1,200(万美元)', { amount: '1200', unit: 'WAN', currency: 'USD' }],
  ['2,300(万香港元)', { amount: '2300', unit: 'WAN', currency: 'HKD' }],
  ['(万人民币元)', { unit: 'WAN', currency: 'CNY' }],
  ['万元人民币', { unit: 'WAN', currency: 'CNY' }],
  ['万港币', { unit: 'WAN', currency: 'HKD' }],
  ['(万)', { unit: 'WAN' }],
  ['N/A', {}],
  ['-', {}],
  ['0万人民币', { amount: '0', unit: 'WAN', currency: 'CNY' }],
  ['万德国马克', { unit: 'WAN', currency: 'DEM' }],
  ['万法国法郎', { unit: 'WAN', currency: 'FRF' }],
  ['(万元美元)', { unit: 'WAN', currency: 'USD' }],
  ['(元/万元)', {}],
  ['100(万元(人民币))', { amount: '100', unit: 'WAN', currency: 'CNY' }],
  ['417.4700(万人民币元)', { amount: '417.4700', unit: 'WAN', currency: 'CNY' }],
  ['3.5万元', { amount: '3.5', unit: 'WAN' }],
  ['1,000(万日元)', { amount: '1000', unit: 'WAN', currency: 'JPY' }],
  ['938(万欧元)', { amount: '938', unit: 'WAN', currency: 'EUR' }],
  ['人民币１００万元', { amount: '100', unit: 'WAN', currency: 'CNY' }],
  ['50000元', { amount: '50000', unit: 'YUAN' }],
  ['50000美元', { amount: '50000', unit: 'YUAN', currency: 'USD' }],
  ['300港币', { amount: '300', currency: 'HKD' }],
  ['500(万新台币)', { amount: '500', unit: 'WAN', currency: 'TWD' }],
  ['60(万瑞士法郎)', { amount: '60', unit: 'WAN', currency: 'CHF' }],
  ['1.2亿元', { amount: '1.2' }],
  ['80(万埃塞俄比亚比尔)', { amount: '80', unit: 'WAN' }],
  ['1,20(万元)', { unit: 'WAN' }],
  ['', {}],
]

describe('parseCapital', () => {
  it.each(vectors)('reads %j', (raw, expected) => {
    expect(parseCapital(raw)).toEqual({ ...expected, raw })
  })

  it('keeps every digit of amounts no float could hold', () => {
    const amounts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), fc.stringMatching(/^\d{6}$/))
    fc.assert(
      fc.property(amounts, ([whole, fraction]) => {
        const grouped = whole.toString().replace(/\B(?=(\d{3})+$)/g, ',')
        expect(parseCapital(`${grouped}.${fraction}(万美元)`).amount).toBe(`${whole}.${fraction}`)
      }),
    )
  })
})
