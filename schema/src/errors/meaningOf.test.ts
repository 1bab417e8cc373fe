import { expect, test } from 'vitest'
import { HubError } from './HubError.ts'
import { meaningOf } from './meaningOf.ts'

test('an error that says nothing of its case says what its code means, in both languages', () => {
  const told = '该数据已处理完毕 / The row has been settled already'
  expect([meaningOf('HUB_ROW_SETTLED'), new HubError('HUB_ROW_SETTLED').message]).toEqual([told, told])
})
