import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BoundedCache } from './boundedCache.ts'

const step = fc.record({
  part: fc.constantFrom('a', 'b'),
  key: fc.constantFrom('1', '2', '3', '4'),
  weight: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
})

describe('a bounded cache', () => {
  test('holds what a list would that drops from its end whatever weighs too much', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cache = new BoundedCache<number>(10)
        let model: { name: string; value: number; weight: number }[] = []
        steps.forEach(({ part, key, weight }, index) => {
          const name = `${part} ${key}`
          const known = model.find((entry) => entry.name === name)
          const others = model.filter((entry) => entry !== known)
          if (weight === undefined) {
            expect(cache.part(part).get(key)).toBe(known?.value)
            if (known) model = [known, ...others]
            return
          }
          cache.part(part).set(key, index, weight)
          model = weight > 10 ? others : [{ name, value: index, weight }, ...others]
          while (model.reduce((sum, entry) => sum + entry.weight, 0) > 10) model.pop()
          expect([cache.size, cache.weight]).toEqual([
            model.length,
            model.reduce((sum, entry) => sum + entry.weight, 0),
          ])
        })
      }),
    )
  })

  test('counts values that say no weight', () => {
    const cache = new BoundedCache<number>(2)
    for (const value of [1, 2, 3]) cache.set(String(value), value)
    expect([cache.get('1'), cache.get('2'), cache.get('3'), cache.size]).toEqual([undefined, 2, 3, 2])
  })
})
