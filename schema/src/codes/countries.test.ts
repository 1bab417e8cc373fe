import { describe, expect, it } from 'vitest'
import { countryLabel, findCountry, investorOrigin, isCountryCode } from './countries.ts'
import { isCurrencyCode } from './currencies.ts'

describe('countries and regions', () => {
  it.each([
    ['HKG', '中国香港'],
    ['MAC', '中国澳门'],
    ['TWN', '中国台湾'],
    ['JPN', '日本'],
    ['VGB', '英属维尔京群岛'],
  ])('shows %s as %s', (code, label) => {
    expect(countryLabel(code)).toBe(label)
  })

  it.each([
    ['香港', 'HKG'],
    ['中国台湾省', 'TWN'],
    ['840', 'USA'],
    ['kr', 'KOR'],
    ['KOR', 'KOR'],
    [' 新加坡 ', 'SGP'],
    ['乌托邦', undefined],
    ['', undefined],
  ])('finds %j', (text, code) => {
    expect(findCountry(text)).toBe(code)
  })

  it('tells where an investor comes from in law', () => {
    expect(['HKG', 'MAC', 'TWN', 'DEU', 'CHN', 'QQQ'].map(investorOrigin)).toEqual([
      'HK',
      'MO',
      'TW',
      'FOREIGN',
      undefined,
      undefined,
    ])
  })

  it('takes alpha-3 codes only for codes', () => {
    expect(['USA', 'US', '840', 'usa'].map(isCountryCode)).toEqual([true, false, false, false])
  })

  it('knows withdrawn currencies', () => {
    expect(['CNY', 'DEM', 'FRF', 'RMB', 'cny', ''].map(isCurrencyCode)).toEqual([true, true, true, false, false, false])
  })
})
