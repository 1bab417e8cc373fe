import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dutyDeadline } from './dutyDeadline.ts'
import { isWorkingDay } from './workingDays.ts'

describe('dutyDeadline', () => {
  it.each([
    ['INVESTMENT_CHANGE', '2026-04-01', '2026-04-30'],
    ['INVESTMENT_CHANGE', '2025-01-24', '2025-02-27'],
    ['INVESTMENT_CHANGE_REGISTERED', '2026-04-04', '2026-04-04'],
    ['INVESTMENT_ANNUAL', '2024-12-31', '2025-06-30'],
    ['INVESTMENT_ANNUAL', '2019-12-31', '2020-06-30'],
    ['LIQUOR_CHANGE', '2013-01-31', '2013-03-02'],
    ['LIQUOR_ACCEPTANCE', '2013-09-27', '2013-10-10'],
    ['MODEL_ENTERPRISE_PUBLICITY', '2026-04-01', '2026-04-08'],
  ])('%s of %s ends on %s', (duty, from, last) => {
    expect(dutyDeadline(duty, from)).toBe(last)
  })

  it.each([
    ['INVESTMENT_CHANGE', '2019-12-31', 'the measures were not in force yet'],
    ['LIQUOR_CHANGE', '2016-11-03', 'the measures had been repealed'],
    ['INVESTMENT_DEREGISTRATION', '2024-05-06', 'there is no such period'],
    ['MODEL_ENTERPRISE_PUBLICITY', '2002-05-06', 'the calendar has no data'],
  ])('%s of %s has no last day: %s', (duty, from) => {
    expect(dutyDeadline(duty, from)).toBeUndefined()
  })

  it('ends periods of working days on working days, later for later events', () => {
    const day = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [first = '', second = ''] = [a, b].sort().map((from) => dutyDeadline('INVESTMENT_CHANGE', from))
        expect(isWorkingDay(first)).toBe(true)
        expect(first <= second).toBe(true)
      }),
    )
  })
})
