import fc from 'fast-check'
import { Types } from 'mongoose'
import { describe, expect, test } from 'vitest'
import { sealingWith } from '../testing/testSealing.ts'
import { isSealed } from './valueSealer.ts'

const { sealer } = sealingWith('new', 'old')
const values = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.dictionary(
    fc.string({ unit: fc.constantFrom('甲', 'a', '-') }),
    fc.oneof(fc.string(), fc.integer(), fc.date({ noInvalidDate: true })),
  ),
)

describe('a sealed value', () => {
  test('opens to what it was, under its own key and each later one', () => {
    const before = sealingWith('old').sealer
    fc.assert(
      fc.property(values, fc.string(), (value, place) => {
        for (const by of [before, sealer]) {
          const sealed = by.seal(value, place)
          expect(isSealed(sealed)).toBe(true)
          expect(sealer.open(sealed, place)).toEqual(value)
          expect(sealer.isCurrent(sealed)).toBe(by === sealer)
        }
      }),
    )
    const money = { amount: Types.Decimal128.fromString('1.10'), none: undefined }
    expect(String((sealer.open(sealer.seal(money, 'p'), 'p') as typeof money).amount)).toBe('1.10')
  })

  test('is another one each time, and none of its bytes are the text’s', () => {
    const [first, second] = [sealer.seal('360426199101010071', 'p'), sealer.seal('360426199101010071', 'p')]
    expect(first.buffer).not.toEqual(second.buffer)
    expect(Buffer.from(first.buffer).includes('360426199101010071')).toBe(false)
  })

  test('does not open elsewhere, under another key, another division’s key, or when one bit of it is changed', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, at) => {
        const sealed = sealer.seal(text, 'here')
        const bit = at % (sealed.position * 8)
        const changed = sealer.seal(text, 'here')
        const byte = changed.buffer[bit >> 3]
        if (byte !== undefined) changed.buffer[bit >> 3] = byte ^ (1 << (bit & 7))
        const refused = expect.objectContaining({ code: 'HUB_SEALED_UNREADABLE' })
        expect(() => sealer.open(changed, 'here')).toThrow(refused)
        expect(() => sealer.open(sealed, 'there')).toThrow(refused)
        expect(() => sealingWith('old').sealer.open(sealed, 'here')).toThrow(refused)
      }),
    )
  })
})
