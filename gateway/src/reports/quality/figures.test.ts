import { ratio } from '@hub/schema/figures/ratio'
import fc from 'fast-check'
import { Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { type Figures, figureFields, sumFigures } from './figures.ts'

const count = fc.nat({ max: 1_000 })
const part = fc.tuple(count, count).map(([one, other]) => ratio(Math.min(one, other), Math.max(one, other)))
const blank = sumFigures([], { family: null, month: null })

/** Figures with everything of a kind drawn alike. */
const figures: fc.Arbitrary<Figures> = fc
  .record({
    stored: count,
    submitted: count,
    pending: count,
    overdue: count,
    lateRate: part,
    missedRate: fc.option(part),
  })
  .map(({ pending, overdue, ...some }) => ({
    ...blank,
    ...some,
    doubts: { ...blank.doubts, pending },
    duties: { ...blank.duties, overdue },
  }))

test('figures together are those of all their rows, in whatever groups they come', () => {
  fc.assert(
    fc.property(fc.array(figures, { maxLength: 6 }), fc.nat({ max: 6 }), (all, at) => {
      const group = { family: null, month: '2026-10' }
      const whole = sumFigures(all, group)
      const parts = [all.slice(0, at), all.slice(at)].map((some) => sumFigures(some, group))
      expect(sumFigures(parts, group)).toEqual(whole)
      const late = all.reduce((sum, one) => sum + (one.lateRate?.numerator ?? 0), 0)
      const of = all.reduce((sum, one) => sum + (one.lateRate?.denominator ?? 0), 0)
      expect(whole.lateRate).toEqual(all.length === 0 ? null : ratio(late, of))
      expect(whole.doubts.pending).toBe(all.reduce((sum, one) => sum + one.doubts.pending, 0))
      expect(whole.missedRate === null).toBe(all.every(({ missedRate }) => missedRate === null))
    }),
  )
})

test('desks are asked for every figure', () => {
  const [query] = parse(`{ ${figureFields} }`).definitions
  const fields = query?.kind === Kind.OPERATION_DEFINITION ? query.selectionSet.selections : []
  const names = fields.map((field) => (field.kind === Kind.FIELD ? field.name.value : field.kind))
  expect(names.sort()).toEqual(Object.keys(blank).sort())
})
