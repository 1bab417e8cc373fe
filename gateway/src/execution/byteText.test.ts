import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromByteText, parseByteText, toByteText } from './byteText.ts'

const anyText = fc.string({ unit: 'binary' })
const oddTexts = ['统一社会信用代码', 'é', '🙂', '\ud83d', '\ude42\ud83d', '\u2028', '\0', '']

test('byte text has a character for each byte of the UTF-8, and is the same where that is ASCII', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(toByteText(text)).toBe(Buffer.from(text).toString('latin1'))
      expect(fromByteText(toByteText(text))).toBe(text)
    }),
  )
})

test('half a pair of surrogates stays what it is until it is written', () => {
  expect(toByteText('é\ud83d中')).toBe('\u00c3\u00a9\ud83d\u00e4\u00b8\u00ad')
  expect(fromByteText(toByteText('é\ud83d中'))).toBe('é\ufffd中')
})

/** The value with every string and name of it as byte text. */
function asBytes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    if (typeof part === 'string') return toByteText(part)
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [toByteText(name), member]))
  })
}

test('JSON is read the same whether it writes its characters out or escapes them', () => {
  const text = fc.oneof(anyText, fc.constantFrom(...oddTexts))
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), text, (value, extra) => {
      const json = JSON.stringify({ value, extra })
      const escaped = json.replace(
        /[\u0080-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
      expect(parseByteText(toByteText(json))).toEqual(asBytes({ value, extra }))
      expect(parseByteText(escaped)).toEqual(asBytes({ value, extra }))
    }),
  )
})

test('what is no JSON is refused', () => {
  expect(() => parseByteText('{"a":\u00e4}')).toThrow(SyntaxError)
})
