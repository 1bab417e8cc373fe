import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkFoodLicenceNo } from './foodLicenceNo.ts'
import { makeFoodLicenceNo, makeRegNo15 } from './makeIdentifiers.ts'
import { checkRegNo15 } from './regNo15.ts'

function digits(length: number) {
  return fc.stringMatching(new RegExp(`^\\d{${length}}$`))
}

describe('checkRegNo15', () => {
  it.each(['110108000000016', '320404000009558', '320382000007600', '330100400039515'])('%s is valid', (number) => {
    expect(checkRegNo15(number)).toEqual({ valid: true, value: number })
  })

  it.each([
    ['110108000000017', '应为 6'],
    ['3202111102990', '15 位'],
  ])('%s is invalid: %s', (number, reason) => {
    expect(checkRegNo15(number)).toMatchObject({ valid: false, reason: expect.stringContaining(reason) })
  })
})

describe('checkFoodLicenceNo', () => {
  it.each([
    ['JY1410105000001', 'JY 加 14 位'],
    ['SC14101050000014', 'JY 加 14 位'],
  ])('%s is invalid: %s', (number, reason) => {
    expect(checkFoodLicenceNo(number)).toMatchObject({ valid: false, reason: expect.stringContaining(reason) })
  })

  it('reads lower case', () => {
    const number = makeFoodLicenceNo('1410105000001')
    expect(checkFoodLicenceNo(number.toLowerCase())).toEqual({ valid: true, value: number })
  })
})

describe.each([
  ['registration numbers', digits(14), makeRegNo15, checkRegNo15, 0],
  ['food licence numbers', digits(13), makeFoodLicenceNo, checkFoodLicenceNo, 2],
] as const)('MOD 11,10 of %s', (_, bodies, make, check, prefix) => {
  it('accepts every generated number', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(check(make(body)).valid).toBe(true)
      }),
    )
  })

  it('detects every substituted digit', () => {
    fc.assert(
      fc.property(bodies, fc.nat({ max: 13 }), digits(1), (body, place, digit) => {
        const number = make(body)
        const at = prefix + place
        fc.pre(number[at] !== digit)
        expect(check(number.slice(0, at) + digit + number.slice(at + 1)).valid).toBe(false)
      }),
    )
  })
})
