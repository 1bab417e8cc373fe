import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCnIdNumber, cnIdCheckCharacter, maskCnIdNumber, readsAsCitizenId } from './cnIdNumber.ts'

const days = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2020-12-31T00:00:00Z'),
  noInvalidDate: true,
})
const numbers = fc
  .tuple(fc.stringMatching(/^[1-6]\d{5}$/), days, fc.stringMatching(/^\d{3}$/))
  .map(([place, day, sequence]) => place + day.toISOString().slice(0, 10).replaceAll('-', '') + sequence)
  .map((first17) => first17 + cnIdCheckCharacter(first17))

describe('checkCnIdNumber', () => {
  it.each([
    '11010519491231002X',
    '440524188001010014',
    '360426199101010071',
    '412723199010050012',
    '11010519491231002x',
  ])('%s is valid', (number) => {
    expect(checkCnIdNumber(number)).toEqual({ valid: true, value: number.toUpperCase() })
  })

  it.each([
    ['110105194912310021', '校验码'],
    ['11010519490229002X', '出生日期'],
    ['11010519491331002X', '出生日期'],
    ['1101051949123100', '17 位'],
  ])('%s is invalid: %s; the reason keeps the number to itself', (number, reason) => {
    const check = checkCnIdNumber(number)
    expect(check).toMatchObject({ valid: false, reason: expect.stringContaining(reason) })
    expect(check).not.toMatchObject({ reason: expect.stringContaining(number.slice(6, 14)) })
  })

  it('accepts generated numbers and detects every substituted digit', () => {
    fc.assert(
      fc.property(numbers, fc.nat({ max: 16 }), fc.stringMatching(/^\d$/), (number, at, digit) => {
        expect(checkCnIdNumber(number).valid).toBe(true)
        fc.pre(number[at] !== digit)
        expect(checkCnIdNumber(number.slice(0, at) + digit + number.slice(at + 1)).valid).toBe(false)
      }),
    )
  })
})

describe('readsAsCitizenId', () => {
  it('needs a birth date from 1900 to today', () => {
    expect(readsAsCitizenId('362322198709086409')).toBe(true)
    expect(readsAsCitizenId('440524188001010014')).toBe(false)
    expect(readsAsCitizenId('11010519491231002X', new Date('1949-12-30T00:00:00Z'))).toBe(false)
    expect(readsAsCitizenId('91110000600037341L')).toBe(false)
  })
})

describe('maskCnIdNumber', () => {
  it('leaves six and four characters', () => {
    expect(maskCnIdNumber('11010519491231002x')).toBe('110105********002X')
    expect(maskCnIdNumber('110105491231002')).toBe('110105*****1002')
    expect(maskCnIdNumber('12345678')).toBe('********')
  })
})
