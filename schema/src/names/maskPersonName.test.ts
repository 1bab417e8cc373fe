import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maskPersonName } from './maskPersonName.ts'

it.each([
  ['张三', '张*'],
  [' 张三丰 ', '张**'],
  ['𠮷田', '𠮷*'],
  ['', ''],
])('%j is shown as %j', (name, shown) => {
  expect(maskPersonName(name)).toBe(shown)
})

it('tells nothing but the first character and the length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-composite' }), (name) => {
      const [first = '', ...others] = [...maskPersonName(name)]
      expect(name.trim().startsWith(first)).toBe(true)
      expect(new Set(others)).toEqual(new Set(others.length === 0 ? [] : ['*']))
      expect(maskPersonName(maskPersonName(name))).toBe(maskPersonName(name))
    }),
  )
})
