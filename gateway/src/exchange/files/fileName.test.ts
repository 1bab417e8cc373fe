import { expect, test } from 'vitest'
import { fileName } from './fileName.ts'

test('a name has the message, the day and five digits', () => {
  const parts = { message: '001501', day: '2018-03-07', sequence: 1 }
  expect(fileName(parts, 'XML')).toBe('001501_20180307_00001.xml')
  expect(fileName({ ...parts, sequence: 99_999 }, 'XLSX')).toBe('001501_20180307_99999.xlsx')
})

test.each([
  { message: '00150', day: '2018-03-07', sequence: 1 },
  { message: '../501', day: '2018-03-07', sequence: 1 },
  { message: '001501', day: '2018-03-07', sequence: 100_000 },
  { message: '001501', day: '2018-03-07', sequence: 0 },
])('%j is no name', (parts) => {
  expect(() => fileName(parts, 'XML')).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
})
