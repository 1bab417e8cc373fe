import { expect, test } from 'vitest'
import type { ValueShape } from '../answer/answerShape.ts'
import type { Form } from './form.ts'
import { JsonText } from './jsonText.ts'
import { type VerbatimPlace, verbatimParse } from './verbatimParse.ts'

const shape: ValueShape = {
  kind: 'list',
  nonNull: false,
  of: { kind: 'leaf', nonNull: true, text: String, typeName: 'X' },
}
const form: Form = { kind: 'list', nonNull: false, of: { kind: 'text', nonNull: true } }
const names: VerbatimPlace = { verbatim: { form, shape }, fields: new Map() }
const beneath = (...fields: [string, VerbatimPlace][]): VerbatimPlace => ({
  verbatim: undefined,
  fields: new Map(fields),
})
const root = beneath(['data', beneath(['people', beneath(['names', names])], ['all', names])])

const parse = (text: string) => verbatimParse(Buffer.from(text), root)
const text = (json: string): unknown => expect.objectContaining({ text: Buffer.from(json), shape })

test('what can be passed on stays text, and the rest is parsed', () => {
  const answer = parse('{"data":{"n":7,"people":[{"a":"\\"}","names":["甲"]},{"names":[]},null],"all":["b","c"]}}')
  expect(answer?.value).toEqual({
    data: { n: 7, people: [{ a: '"}', names: text('["甲"]') }, { names: text('[]') }, null], all: text('["b","c"]') },
  })
  expect(answer).toHaveProperty('value.data.all', expect.any(JsonText))
})

test('what is saved is counted without what it costs', () => {
  expect(parse(`{"data":{"all":["${'x'.repeat(1_000)}"]}}`)?.saved).toBeCloseTo(0.9, 1)
  expect(parse('{"data":{"all":["b"]}}')?.saved).toBeLessThan(0)
})

test('a null is a null, and what is not where it is looked for is nothing', () => {
  expect(parse('{"data":{"people":{"names":null},"all":null}}')?.value).toEqual({
    data: { people: { names: null }, all: null },
  })
  expect(parse('{"data":null}')?.value).toEqual({ data: null })
})

test.each([
  ['an error', '{"data":{"all":["b"]},"errors":[]}'],
  ['a value that does not fit', '{"data":{"all":[1]}}'],
  ['a number in its place', '{"data":{"all":0}}'],
  ['a number where there should be more', '{"data":{"people":0,"all":["b"]}}'],
  ['a name in another spelling', '{"data":{"\\u0061ll":0}}'],
  ['white space before it', '{"data": {"all":["b"]}}'],
  ['more behind it', '{"data":{"all":["b"]}}}'],
  ['half of it', '{"data":{"all":["b"]'],
  ['no JSON in the rest', '{"data":{"x":nul,"all":["b"]}}'],
  ['no JSON at all', '<html>'],
  ['nothing', ''],
])('%s: the answer is parsed like every other', (_, answer) => {
  expect(parse(answer)).toBeUndefined()
})
