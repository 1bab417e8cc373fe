import { HubError } from '@hub/schema/errors/HubError'
import { nameGrams, normaliseName } from '@hub/schema/names/normaliseName'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Condition, containsName } from './fieldFilter.ts'

const filter = containsName('name')

/** Control characters, halves of characters, what normalisation takes away, and what else people do not type. */
const odd = fc.oneof(
  fc.constantFrom('\u0000', '\u001f', '\u007f', '\u200b', '\ufeff', '\u00ad', '\u2028', ' ', '\u3000', '\t'),
  fc.constantFrom('\ud800', '\udfff', '.', '。', '，', ';', '！', '"', '“', '`', "'", '(', '\u0301', '￾'),
)
const names = fc.oneof(
  fc.array(odd, { maxLength: 6 }).map((parts) => parts.join('')),
  fc
    .array(fc.oneof(odd, fc.constantFrom('绿', '城', 'A', '3.5', '$gt', '.*')), { maxLength: 8 })
    .map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
)

/** What a condition of this filter means, said without a database. */
function matches({ $and = [] }: { readonly $and?: readonly Condition[] }, name: string): boolean {
  return $and.every(({ nameGrams: gram, nameNormalised }) => {
    if (gram !== undefined) return nameGrams(name).includes(String(gram))
    const { $regex } = nameNormalised as { readonly $regex: string }
    return new RegExp($regex).test(normaliseName(name))
  })
}

test('a name that was meant to narrow never lists everything: it is refused, or looks for what it says', () => {
  fc.assert(
    fc.property(names, (text) => {
      const wanted = normaliseName(text)
      const isUsable = wanted !== '' && [...wanted].length <= 200
      if (text !== '' && !isUsable) {
        expect(() => filter(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
        return
      }
      const condition = filter(text)
      if (text === '') expect(condition).toEqual({})
      else {
        expect(matches(condition, `甲${text}乙`)).toBe(normaliseName(`甲${text}乙`).includes(wanted))
        expect(matches(condition, 'x\ue000')).toBe(false)
      }
    }),
    { numRuns: 2_000 },
  )
})

test.each(['\u0000', ' ', '。', '"', '\u200b\u0000', 'a'.repeat(201)])('%j is refused', (text) => {
  expect(() => filter(text)).toThrow(HubError)
})
