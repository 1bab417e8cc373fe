import { expect, test } from 'vitest'
import { toByteText } from '../byteText.ts'
import { divisionErrors } from './reportErrors.ts'

test('what a division says to clients is told in its own characters, whatever else it says by its code', () => {
  const errors = [
    { message: toByteText('统一社会信用代码有误'), path: ['a', 0], extensions: { code: 'BAD_USER_INPUT' } },
    { message: toByteText('数据库 10.1.2.3 无应答'), extensions: { code: 'ECONNREFUSED' } },
  ]
  expect(divisionErrors(errors, 'trade')).toEqual([
    {
      path: ['a', 0],
      report: { message: '统一社会信用代码有误', extensions: { code: 'BAD_USER_INPUT', division: 'trade' } },
    },
    {
      path: [],
      report: { message: expect.any(String), extensions: { code: 'HUB_DIVISION_FAILED', division: 'trade' } },
    },
  ])
})
