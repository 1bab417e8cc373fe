import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isDoneInTime } from './filingTimeliness.ts'

it.each([
  ['LIQUOR_ACCEPTANCE', '2013-09-27', '2013-10-10', true],
  ['LIQUOR_ACCEPTANCE', '2013-09-27', '2013-10-11', false],
  ['LIQUOR_ACCEPTANCE', '2013-09-27', undefined, undefined],
  ['LIQUOR_ACCEPTANCE', '2017-03-01', '2017-03-02', undefined],
  ['LIQUOR_CHANGE', '2012-03-01', '2012-03-31', true],
  ['LIQUOR_CHANGE', '2012-03-01', '2012-04-01', false],
  ['LIQUOR_CHANGE', undefined, '2012-04-01', undefined],
] as const)('%s of %s, done on %s, in time: %s', (duty, from, doneOn, inTime) => {
  expect(isDoneInTime(duty, from, doneOn)).toBe(inTime)
})

it('what was done earlier is in time where the later was', () => {
  const day = fc
    .date({ min: new Date('2006-01-01'), max: new Date('2016-11-02'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, day, day, (from, a, b) => {
      const [earlier, later] = [a, b].sort()
      if (isDoneInTime('LIQUOR_ACCEPTANCE', from, later)) {
        expect(isDoneInTime('LIQUOR_ACCEPTANCE', from, earlier)).toBe(true)
      }
    }),
  )
})
