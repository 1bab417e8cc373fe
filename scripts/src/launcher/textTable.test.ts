import { expect, test } from 'vitest'
import { displayWidth, textTable } from './textTable.ts'

test('Chinese characters and full-width signs take two columns', () => {
  expect(displayWidth('商贸处')).toBe(6)
  expect(displayWidth('（a）')).toBe(5)
  expect(displayWidth('trade')).toBe(5)
})

test('columns are aligned, numbers to the right, no blanks at the end', () => {
  expect(textTable([['新增', 'created', 29794], ['a', 'b', 7], ['单']])).toEqual([
    '新增  created  29794',
    'a     b            7',
    '单',
  ])
})
