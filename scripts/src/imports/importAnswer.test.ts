import { expect, test } from 'vitest'
import { parseAnswerLine } from './importAnswer.ts'
import { type ImportReceipt, reasonRows } from './importReceipt.ts'

const receipt: ImportReceipt = {
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
  reasons: [{ queue: 'DOUBTFUL', reason: 'required.issuedOn', field: 'issuedOn', rows: 1, lines: [2] }],
  millis: 12.5,
}

test('the kinds of lines', () => {
  expect(parseAnswerLine('{"progress":{"rows":500}}')).toEqual({ kind: 'progress', rows: 500 })
  expect(parseAnswerLine(JSON.stringify({ receipt }))).toEqual({ kind: 'receipt', receipt })
  expect(parseAnswerLine('{"error":{"code":"HUB_IMPORT_FILE_REFUSED","message":"m"}}')).toMatchObject({
    kind: 'error',
    error: { code: 'HUB_IMPORT_FILE_REFUSED', message: 'm' },
  })
})

test('what is none of these is refused', () => {
  expect(() => parseAnswerLine('{"receipt":{"batchNo":"B1"}}')).toThrow()
  expect(() => parseAnswerLine('<html>')).toThrow()
})

test('why rows were held back or remarked on is told with the first of their lines', () => {
  const many = { queue: 'UNLINKED' as const, reason: 'NO_MATCH', rows: 9, lines: [1, 2, 3, 4, 5, 6, 7, 8, 9] }
  const remark = { reason: 'uscc-exception', field: 'subjectUscc', rows: 1, lines: [4] }
  expect(reasonRows({ ...receipt, reasons: [...receipt.reasons, many, remark] })).toEqual([
    ['疑问 doubtful', 'required.issuedOn (issuedOn)', 1, '行 lines 2'],
    ['未关联 unlinked', 'NO_MATCH', 9, '行 lines 1, 2, 3, 4, 5 …'],
    ['提示 warning', 'uscc-exception (subjectUscc)', 1, '行 lines 4'],
  ])
})
