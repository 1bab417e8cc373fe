import { isWorkingDay } from '@hub/schema/calendar/workingDays'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isPublicityLongEnough } from './publicityPeriod.ts'

it.each([
  ['2026-04-01', '2026-04-08', true],
  ['2026-04-01', '2026-04-07', false],
  ['2025-09-28', '2025-10-09', false],
  ['2026-04-01', undefined, undefined],
  [undefined, '2026-04-08', undefined],
  ['2002-04-01', '2002-04-30', undefined],
])('from %s to %s: %s', (from, to, longEnough) => {
  expect(isPublicityLongEnough(from, to)).toBe(longEnough)
})

it('agrees with counting the working days one by one', () => {
  const start = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2025-11-01') })
  fc.assert(
    fc.property(start, fc.integer({ min: 0, max: 20 }), (from, length) => {
      const days = Array.from({ length: length + 1 }, (_, index) =>
        new Date(from + index * 86_400_000).toISOString().slice(0, 10),
      )
      expect(isPublicityLongEnough(days[0], days.at(-1))).toBe(days.filter(isWorkingDay).length >= 5)
    }),
  )
})
