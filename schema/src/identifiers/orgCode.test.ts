import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeOrgCode } from './makeIdentifiers.ts'
import { checkOrgCode } from './orgCode.ts'

const bodies = fc.stringMatching(/^[0-9A-Z]{8}$/)

describe('checkOrgCode', () => {
  it.each(['D2143569-X', '600037341', '71526726X', 'MA2PBM9HX', 'M0001QAY9', '170396247'])('%s is valid', (code) => {
    expect(checkOrgCode(code)).toEqual({ valid: true, value: code.replace('-', '') })
  })

  it.each([
    ['000148661', '应为 2'],
    ['D2143569--X', '8 位'],
    ['60003734', '8 位'],
    ['60003734A', '8 位'],
  ])('%s is invalid: %s', (code, reason) => {
    expect(checkOrgCode(code)).toMatchObject({ valid: false, reason: expect.stringContaining(reason) })
  })

  it('accepts every generated code', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(checkOrgCode(makeOrgCode(body)).valid).toBe(true)
      }),
    )
  })

  it('detects a substitution exactly when the values differ modulo 11', () => {
    const characters = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    fc.assert(
      fc.property(bodies, fc.nat({ max: 7 }), characters, (body, at, other) => {
        const code = makeOrgCode(body)
        const changed = code.slice(0, at) + other + code.slice(at + 1)
        const difference = Number.parseInt(other, 36) - Number.parseInt(code.charAt(at), 36)
        expect(checkOrgCode(changed).valid).toBe(difference % 11 === 0)
      }),
    )
  })
})
