import fc from 'fast-check'
import { Types } from 'mongoose'
import { describe, expect, test } from 'vitest'
import { contentHash } from './contentHash.ts'

describe('contentHash', () => {
  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null))), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse())
        expect(contentHash(reversed)).toBe(contentHash(fields))
      }),
    )
  })

  test('tells different facts apart, nested ones and amounts included', () => {
    const base = { money: { amount: Types.Decimal128.fromString('1.0') }, list: [{ a: 1 }] }
    expect(contentHash(base)).toBe(
      contentHash({ list: [{ a: 1 }], money: { amount: Types.Decimal128.fromString('1.0') } }),
    )
    expect(contentHash(base)).not.toBe(contentHash({ ...base, money: { amount: Types.Decimal128.fromString('2.0') } }))
    expect(contentHash(base)).not.toBe(contentHash({ ...base, list: [{ a: 2 }] }))
    expect(contentHash({ a: '1' })).not.toBe(contentHash({ a: 1 }))
  })

  test('takes absent, undefined and null as the same: nothing reported', () => {
    expect(contentHash({ a: 1, b: undefined, c: null })).toBe(contentHash({ a: 1 }))
  })

  test('stays what it is: stored digests are held against it', () => {
    const fields = { b: [1, null, 'x'], a: { d: new Date(0), n: undefined }, m: Types.Decimal128.fromString('1.0') }
    expect(contentHash(fields)).toBe('QDRW3OFBh4woTA4E3BEHHYwh3Kbfc4eeCQlq7-ErK3k')
  })
})
