import { describe, expect, test } from 'vitest'
import { type Form, wordsByHash } from './form.ts'
import { scanForm } from './scanForm.ts'

const key = (text: string): Buffer => Buffer.from(text)
const text: Form = { kind: 'text', nonNull: true }
const integer: Form = { kind: 'integer', nonNull: false }
const number: Form = { kind: 'number', nonNull: true }
const word: Form = { kind: 'word', nonNull: true, words: wordsByHash(['RED', 'BLACK', 'RE']) ?? new Map() }
const list: Form = { kind: 'list', nonNull: true, of: integer }
const object: Form = {
  kind: 'object',
  nonNull: false,
  members: [
    { key: key('{"a":'), form: text },
    { key: key(',"b":'), form: { kind: 'boolean', nonNull: true } },
  ],
}

/** Whether a text is wholly of a form, with more behind it. */
function fits(form: Form, json: string): boolean {
  const end = scanForm(Buffer.from(`${json},"more":1`), 0, form)
  return end === Buffer.byteLength(json)
}

describe('a value is of a form', () => {
  test.each([
    ['text', text, ['""', '"文 \u2028"', String.raw`"\"\\\/\n\u00e9\ud83d"`]],
    ['integer', integer, ['0', '-1', '2147483647', '-2147483648', 'null']],
    ['number', number, ['0', '-0.5', '123.25', '7']],
    ['word', word, ['"RED"', '"RE"', '"BLACK"']],
    ['list', list, ['[]', '[1]', '[1,null,3]']],
    ['object', object, ['{"a":"x","b":true}', '{"a":"}","b":false}', 'null']],
  ])('%s', (_, form, values) => {
    expect(values.filter((value) => !fits(form, value))).toEqual([])
    for (const value of values) JSON.parse(value)
  })

  test.each([
    ['text', text, ['null', '1', '"', '"a', '"\n"', String.raw`"\x"`, String.raw`"\u12g4"`, '"\\']],
    ['integer', integer, ['2147483648', '-2147483649', '01', '1.0', '1e2', '-', '"1"', 'nil', '99999999999999999999']],
    ['number', number, ['null', '1.', '.5', '1e400', '00', '0.12345678901234567']],
    ['word', word, ['null', '"GREEN"', '"RED', 'RED', '""', String.raw`"\u0052ED"`]],
    ['list', list, ['null', '[1 ]', '[1,]', '[,1]', '[1', '["1"]', '1']],
    [
      'object',
      object,
      [
        '{}',
        '{"a":"x"}',
        '{"b":true,"a":"x"}',
        '{"a":"x","b":true,"c":1}',
        '{"a":"x", "b":true}',
        '{"a":null,"b":true}',
        '{"a":"x","b":null}',
        '{"a":"x","b":truE}',
        '[]',
      ],
    ],
  ])('and nothing else is: %s', (_, form, values) => {
    expect(values.filter((value) => fits(form, value))).toEqual([])
  })

  test('words with one hash are no words that could be told apart', () => {
    expect(wordsByHash(['Aa', 'BB'])).toBeUndefined()
  })
})
