import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holdsCitizenId } from './holdsCitizenId.ts'

const EXAMPLE = '11010519491231002X'

describe('holdsCitizenId', () => {
  test('finds the standard’s example among other characters, whatever its spelling', () => {
    const around = fc.string({ unit: fc.constantFrom('甲', 'a', '-', ' ', '5'), maxLength: 6 })
    fc.assert(
      fc.property(around, around, fc.constantFrom(EXAMPLE, EXAMPLE.toLowerCase()), (before, after, id) => {
        expect(holdsCitizenId(`${before}${id}${after}`)).toBe(true)
      }),
    )
    expect(holdsCitizenId('44052418800101001400')).toBe(false)
    expect(holdsCitizenId('36042619910101007100')).toBe(true)
  })

  test('leaves other numbers alone', () => {
    for (const text of ['', '110108000000016', '91410100MA3X6BH54N', '110105194912310021', '110105201313310029'])
      expect(holdsCitizenId(text)).toBe(false)
  })
})
