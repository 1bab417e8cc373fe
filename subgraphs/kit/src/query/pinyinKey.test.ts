import { describe, expect, test } from 'vitest'
import { pinyinKey } from './pinyinKey.ts'

describe('pinyinKey', () => {
  test.each([
    ['郑州', 'zheng zhou'],
    ['绿城（河南）ABC', 'lv cheng ( he nan )abc'],
    ['3.5 度', '3.5 du'],
  ])('%s sorts as %s', (name, key) => expect(pinyinKey(name)).toBe(key))

  test('orders names as a Chinese reader expects, not by code point', () => {
    const names = ['郑州', '安阳', '开封', '洛阳', '北京']
    const sorted = [...names].sort((a, b) => (pinyinKey(a) < pinyinKey(b) ? -1 : 1))
    expect(sorted).toEqual(['安阳', '北京', '开封', '洛阳', '郑州'])
    expect([...names].sort()).not.toEqual(sorted)
  })
})
