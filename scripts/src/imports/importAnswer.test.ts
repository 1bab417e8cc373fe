import { expect, test } from 'vitest'
import { parseAnswerLine } from './importAnswer.ts'

const receipt = {
  batchNo: 'B1',
  division: 'trade',
  family: 'liquor-filings',
  submitted: 3,
  created: 1,
  updated: 0,
  doubtful: 1,
  unlinked: 0,
  duplicate: 1,
  warnings: 0,
  millis: 12.5,
}

test('the kinds of lines', () => {
  expect(parseAnswerLine('{"progress":{"rows":500}}')).toEqual({ kind: 'progress', rows: 500 })
  expect(parseAnswerLine(JSON.stringify({ receipt }))).toEqual({ kind: 'receipt', receipt })
  expect(parseAnswerLine('{"error":{"code":"HUB_X","message":"m"}}')).toEqual({ kind: 'error', message: 'HUB_X: m' })
})

test('what is none of these is refused', () => {
  expect(() => parseAnswerLine('{"receipt":{"batchNo":"B1"}}')).toThrow()
  expect(() => parseAnswerLine('<html>')).toThrow()
})
