import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StreamPlaces } from './streamPlaces.ts'

const callers = ['a', 'b', 'c']
const step = fc.oneof(
  fc.record({ take: fc.constantFrom(...callers) }),
  fc.record({ giveBack: fc.nat({ max: 30 }), twice: fc.boolean() }),
)

test('there are never more than may be, and what is given back can be taken again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const places = new StreamPlaces({ all: 5, each: 3 })
      const open: { caller: string; leave: () => void }[] = []
      for (const one of steps) {
        if ('giveBack' in one) {
          const [gone] = open.splice(one.giveBack, 1)
          gone?.leave()
          if (one.twice) gone?.leave()
        } else {
          const own = open.filter(({ caller }) => caller === one.take).length
          const status = own >= 3 ? 429 : 503
          if (own >= 3 || open.length >= 5)
            expect(() => places.take(one.take)).toThrow(expect.objectContaining({ status }))
          else open.push({ caller: one.take, leave: places.take(one.take) })
        }
        expect(places.taken).toBe(open.length)
      }
    }),
  )
})
