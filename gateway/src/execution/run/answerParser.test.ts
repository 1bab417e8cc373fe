import { expect, test } from 'vitest'
import { toByteText } from '../byteText.ts'
import { AnswerParser } from './answerParser.ts'
import type { SharePlace } from './sharingParse.ts'

const nowhere: SharePlace = { group: undefined, fields: new Map() }
const anywhere: SharePlace = { group: undefined, fields: new Map([['people', { group: 0, fields: new Map() }]]) }
const text = (json: string) => Buffer.from(json)

test('strings are byte text, in whichever way they are parsed', () => {
  const parser = new AnswerParser(nowhere, undefined)
  const answer = text('{"data":{"name":"王 \\u738b \\ud83d\\ude42 \\n"}}')
  // The first answer is parsed for sharing, which does not pay; the others natively.
  for (let time = 0; time < 3; time += 1)
    expect(parser.parse(answer)).toEqual({ data: { name: toByteText('王 王 🙂 \n') } })
})

test('bytes that are no UTF-8 are told as U+FFFD, so that the answer is UTF-8 all the same', () => {
  const bytes = text('{"data":{"name":"?"}}')
  bytes[bytes.indexOf('?')] = 0xff
  expect(new AnswerParser(nowhere, undefined).parse(bytes)).toEqual({ data: { name: toByteText('\ufffd') } })
})

test('it is known of each answer whether its objects stand at several places', () => {
  const parser = new AnswerParser(anywhere, undefined)
  const person = '{"name":"somebody with a name that is long enough to be worth it"}'
  const other = person.replace('somebody', 'another')
  parser.parse(text(`{"people":[${person},${person}]}`))
  expect(parser.hasShared).toBe(true)
  parser.parse(text(`{"people":[${person},${other}]}`))
  expect(parser.hasShared).toBe(false)
})
