import { describe, expect, test } from 'vitest'
import { checkIdentifier } from './checkIdentifier.ts'
import { identifierKey } from './identifierKey.ts'

describe('checkIdentifier', () => {
  test.each([
    ['USCC', '91410100MA0000015B', 'VALID'],
    ['USCC', '91350100M0001TGQXM', 'CHECKSUM_EXCEPTION'],
    ['USCC', '91110000600037341N', 'INVALID'],
    ['ORG_CODE', 'd2143569-x', 'VALID'],
    ['ORG_CODE', '000148661', 'INVALID'],
    ['REG_NO', '110108000000016', 'VALID'],
    ['REG_NO', '110108000000017', 'INVALID'],
    ['REG_NO', '3202111102990', 'UNCHECKED'],
    ['LEGACY_FIE_NO', '企合豫郑总字第000001号', 'UNCHECKED'],
  ] as const)('%s %s is %s', (kind, value, status) => expect(checkIdentifier({ kind, value })).toBe(status))
})

describe('identifierKey', () => {
  test.each([
    ['USCC', ' ９１410100ma0000015b ', 'USCC:91410100MA0000015B'],
    ['ORG_CODE', 'D2143569-X', 'ORG_CODE:D2143569X'],
    ['LEGACY_FIE_NO', '企合豫郑总字第 000001 号', 'LEGACY_FIE_NO:企合豫郑总字第000001号'],
  ] as const)('%s "%s" is %s', (kind, value, key) => expect(identifierKey({ kind, value })).toBe(key))

  test('one number under two kinds is two keys', () => {
    expect(identifierKey({ kind: 'TAX_NO', value: '1' })).not.toBe(identifierKey({ kind: 'REG_NO', value: '1' }))
  })
})
