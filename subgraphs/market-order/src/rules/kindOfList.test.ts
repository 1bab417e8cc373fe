import { expect, test } from 'vitest'
import { kindOfList } from './kindOfList.ts'

test('the name of a list says of which kind it is, or nobody guesses', () => {
  expect(kindOfList('拖欠农民工工资失信联合惩戒对象名单')).toBe('SERIOUS_DISHONESTY')
  expect(kindOfList('经营异常名录')).toBe('ABNORMAL_OPERATION')
  for (const lesser of ['重点关注名单', '一般失信主体名单', '轻微失信名单', '失信预警名单'])
    expect(kindOfList(lesser)).toBeUndefined()
  expect(kindOfList(undefined)).toBeUndefined()
})
