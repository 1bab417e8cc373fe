import { expect, test } from 'vitest'
import { hasValues } from './agreementScope.ts'

test('a record is within an item by each of its fields, of a list by any of its values', () => {
  const where = [
    { field: 'penaltyCategories', in: ['1', '2'] },
    { field: 'authority', in: ['甲局'] },
  ]
  const within = (record: object | null) => hasValues({ family: 'penalties', where }, record as never)
  expect(within({ penaltyCategories: ['0', '2'], authority: '甲局' })).toBe(true)
  expect(within({ penaltyCategories: '1', authority: '甲局' })).toBe(true)
  expect(within({ penaltyCategories: ['0'], authority: '甲局' })).toBe(false)
  expect(within({ penaltyCategories: [], authority: '甲局' })).toBe(false)
  expect(within({ penaltyCategories: ['1'], authority: '乙局' })).toBe(false)
  expect(within(null)).toBe(false)
})
