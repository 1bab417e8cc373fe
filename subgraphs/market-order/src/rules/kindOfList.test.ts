import { expect, test } from 'vitest'
import { kindOfList } from './kindOfList.ts'

test('the name of a list says of which kind it is, or nobody guesses', () => {
  expect(kindOfList('拖欠农民工工资失信联合惩戒对象名单')).toBe('SERIOUS_DISHONESTY')
  expect(kindOfList('经营异常名录')).toBe('ABNORMAL_OPERATION')
  expect(kindOfList('重点关注名单')).toBeUndefined()
  expect(kindOfList(undefined)).toBeUndefined()
})
