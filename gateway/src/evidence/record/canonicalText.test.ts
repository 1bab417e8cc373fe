import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText } from './canonicalText.ts'

test('members are ordered by name, absent ones left out, text kept as it is', () => {
  expect(canonicalText({ b: [1, null, true], a: '企业\n', c: undefined })).toBe('{"a":"企业\\n","b":[1,null,true]}')
})

test('the order in which members were written does not matter, and the text reads back as the value', () => {
  const object = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger(), fc.constant(null)), {
    noNullPrototype: true,
  })
  fc.assert(
    fc.property(object, (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalText(reversed)).toBe(canonicalText(value))
      expect(JSON.parse(canonicalText(value))).toEqual(value)
    }),
  )
})

test.each([[0.5], [Number.NaN], [new Date()], [() => 1], [undefined], [10n]])('%s has none', (value) => {
  expect(() => canonicalText(value)).toThrow(TypeError)
})
