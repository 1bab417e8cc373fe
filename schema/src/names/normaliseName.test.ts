import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameGrams, normaliseName } from './normaliseName.ts'

describe('normaliseName', () => {
  it.each([
    ['示例（河南）有限公司', '示例(河南)有限公司'],
    ['示例〔河南〕有限公司。', '示例(河南)有限公司'],
    [' 示例 商贸\u3000有限公司\u200b', '示例商贸有限公司'],
    ['ＡＢＣ示例—ｘ公司', 'abc示例-x公司'],
    ['“示例”商行', '示例商行'],
    ['让•示例', '让·示例'],
    ['示例3.5公司', '示例3.5公司'],
  ])('%j -> %j', (text, expected) => {
    expect(normaliseName(text)).toBe(expected)
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseName(text)
        expect(normaliseName(once)).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('nameGrams', () => {
  it('lists characters and neighbours once each', () => {
    expect(nameGrams('酒酒酒店')).toEqual(['酒', '店', '酒酒', '酒店'])
    expect(nameGrams(' ')).toEqual([])
  })

  it('keeps characters outside the basic plane whole', () => {
    expect(nameGrams('𠮷酒')).toEqual(['𠮷', '酒', '𠮷酒'])
  })

  it('gives a name all grams of each of its parts', () => {
    const names = fc.string({ unit: fc.constantFrom(...'郑州示例酒业商贸()a1'), minLength: 1 })
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), (name, from, length) => {
        const part = normaliseName(name).slice(from % name.length, (from % name.length) + length)
        expect(nameGrams(name)).toEqual(expect.arrayContaining(nameGrams(part)))
      }),
    )
  })
})
