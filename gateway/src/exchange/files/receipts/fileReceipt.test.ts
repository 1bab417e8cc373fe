import { expect, test } from 'vitest'
import { readFileReceipt } from './fileReceipt.ts'

test('a receipt is read by its headings, whatever else stands beside them', () => {
  const text = '\uFEFF序号,文号,处理结果,错误原因\r\n1,甲,新增,\r\n3,丙,疑问,"证件号码校验不通过, 请改"\r\n'
  expect(readFileReceipt(text, 3)).toEqual({
    counts: { CREATED: 1, UPDATED: 0, DOUBT: 1, UNLINKED: 0, DUPLICATE: 0, REFUSED: 0 },
    lines: [
      { row: 1, outcome: 'CREATED' },
      { row: 3, outcome: 'DOUBT', reason: '证件号码校验不通过, 请改' },
    ],
  })
})

test('行号 counts where there is 序号 too, wherever it stands', () => {
  expect(readFileReceipt('序号,结果,行号\n1,新增,3', 3).lines).toEqual([{ row: 3, outcome: 'CREATED' }])
  expect(readFileReceipt('行号,结果,序号\n3,新增,1', 3).lines).toEqual([{ row: 3, outcome: 'CREATED' }])
})

test.each([
  ['行号,原因\n1,x', '两列'],
  [',结果\n1,新增', '两列'],
  ['行号,结果\n4,新增', '第 2 行'],
  ['行号,结果\n1,新增\n1,更新', '重复'],
  ['行号,结果\n1,不知道', '没有结果'],
  ['行号,结果\n1,constructor', '没有结果'],
  ['行号,结果\n1,新增\n2,新增,多', '第 3 行'],
  ['行号,结果\n1', '第 2 行'],
  ['行号,结果\n1,"新增', '第 2 行'],
])('%j is refused', (text, reason) => {
  const refusal = { code: 'BAD_USER_INPUT', message: expect.stringContaining(reason) }
  expect(() => readFileReceipt(text, 3)).toThrow(expect.objectContaining(refusal))
})
