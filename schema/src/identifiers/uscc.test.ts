import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeUscc } from './makeIdentifiers.ts'
import { checkUscc, usccAlphabet } from './uscc.ts'

const valid = [
  '91110000600037341L',
  '91410122170396247B',
  '91411325727015529T',
  '91230500MA1B3N1N2M',
  '12440600MB2C07549J',
  '11230500001755309F',
  '9144030071526726XG',
  '91620105L015101280',
  '91410100614402565H',
  '91410000614401888H',
  '91410100MA0000015B',
  '91410100000000019L',
]
/** Genuine codes of the pilot in Fujian; the computed check character differs. */
const pilot = [
  '91350100M0001TGQXM',
  '91350211M0000XUF46',
  '91350203M0001FUE2P',
  '91350203M0001QAY9B',
  '91350203M0001QKT19',
]

const codes = fc
  .record({
    category: fc.stringMatching(new RegExp(`^[${usccAlphabet}]{2}$`)),
    authority: fc.stringMatching(/^\d{6}$/),
    organisation: fc.stringMatching(new RegExp(`^[${usccAlphabet}]{8}$`)),
  })
  .map(makeUscc)

describe('checkUscc', () => {
  it.each(valid)('%s is valid, its organisation code too', (code) => {
    expect(checkUscc(code)).toEqual({
      outcome: 'VALID',
      value: code,
      organisationCodeAgrees: true,
      readsAsCitizenId: false,
    })
  })

  it.each(pilot)('%s is an exception for a person to confirm', (code) => {
    expect(checkUscc(code)).toMatchObject({ outcome: 'CHECKSUM_EXCEPTION', value: code, organisationCodeAgrees: true })
  })

  it.each([
    ['91110000600037341N', '应为 L'],
    ['A1110000600037341L', '校验码不符'],
    ['9111000060003IOZSV', '18 位'],
    ['111111111111111111', '应为 5'],
    // The pilot's authority and series, but an organisation code that fails: a typing error, no pilot code.
    ['91350203M0001QAY8B', '校验码不符'],
    ['91350203MA001QAY9B', '校验码不符'],
    ['410100100000001', '18 位'],
    ['', '18 位'],
  ])('%j is invalid: %s', (code, reason) => {
    expect(checkUscc(code)).toMatchObject({ outcome: 'INVALID', reason: expect.stringContaining(reason) })
  })

  it('only warns about an organisation code that fails by itself', () => {
    expect(checkUscc('91410100000148661E')).toMatchObject({ outcome: 'VALID', organisationCodeAgrees: false })
  })

  it('reads lower case, spaces around and full width', () => {
    expect(checkUscc(' 9144030071526726xg ').value).toBe('9144030071526726XG')
    expect(checkUscc('９１１１００００６００037341L').outcome).toBe('VALID')
  })

  it('holds back what may be a citizen id number, and no genuine code with a birth date long ago', () => {
    expect(checkUscc('362322198709086409')).toMatchObject({ outcome: 'VALID', readsAsCitizenId: true })
    expect(checkUscc('11010519491231002X')).toMatchObject({ outcome: 'INVALID', readsAsCitizenId: true })
  })

  it('accepts every generated code', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(checkUscc(code)).toMatchObject({ outcome: 'VALID', value: code, organisationCodeAgrees: true })
      }),
    )
  })

  it('detects every substituted character and every swap of neighbours', () => {
    fc.assert(
      fc.property(codes, fc.nat({ max: 17 }), fc.constantFrom(...usccAlphabet), (code, at, other) => {
        fc.pre(code[at] !== other)
        expect(checkUscc(code.slice(0, at) + other + code.slice(at + 1)).outcome).not.toBe('VALID')
      }),
    )
    fc.assert(
      fc.property(codes, fc.nat({ max: 16 }), (code, at) => {
        const [left = '', right = ''] = code.slice(at, at + 2)
        fc.pre(left !== right)
        expect(checkUscc(code.slice(0, at) + right + left + code.slice(at + 2)).outcome).not.toBe('VALID')
      }),
    )
  })
})
