import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCursor, encodeCursor, isAfter, type KeysetOrder, type KeysetPosition } from './keysetCursor.ts'

const order = fc.record({
  path: fc.constantFrom('a', 'b.c'),
  direction: fc.constantFrom('ASC' as const, 'DESC' as const),
})
const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.date({ noInvalidDate: true }))
const position = fc.record({ value, recordId: fc.string({ minLength: 1 }) })

describe('keyset cursors', () => {
  test('read back as the position they were made of', () => {
    fc.assert(
      fc.property(order, position, (o, p) => {
        expect(decodeCursor(o, encodeCursor(o, p))).toEqual(p)
      }),
    )
  })

  test('are refused under another order, cut off, or invented', () => {
    const made = encodeCursor({ path: 'a', direction: 'ASC' }, { value: '2020-01-01', recordId: 'R1' })
    for (const text of [made.slice(0, -3), 'nonsense', '', Buffer.from('{"a":1}').toString('base64url')]) {
      expect(() => decodeCursor({ path: 'a', direction: 'ASC' }, text)).toThrow('游标无效')
    }
    expect(() => decodeCursor({ path: 'a', direction: 'DESC' }, made)).toThrow('游标无效')
  })

  test('walking by cursor visits every record once, in order, values missing or equal as they may be', () => {
    const records = fc.uniqueArray(
      fc.record({ value: fc.constantFrom(null, '甲', '乙', 'a'), recordId: fc.string({ minLength: 1 }) }),
      { selector: ({ recordId }) => recordId },
    )
    fc.assert(
      fc.property(records, fc.constantFrom('ASC' as const, 'DESC' as const), (all, direction) => {
        const walk: KeysetOrder = { path: 'value', direction }
        const visited: KeysetPosition[] = []
        let rest: KeysetPosition[] = [...all]
        while (rest.length > 0) {
          const first = rest.reduce((best, next) => (isAfter(walk, next, best) ? next : best))
          visited.push(first)
          rest = rest.filter((next) => isAfter(walk, first, next))
        }
        expect(visited.map(({ recordId }) => recordId).sort()).toEqual(all.map(({ recordId }) => recordId).sort())
      }),
    )
  })
})
