import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from './addDays.ts'
import { dutyBounds } from './dutyBounds.ts'
import { dutyStanding } from './dutyStanding.ts'
import { isWorkingDay } from './workingDays.ts'

const duty = 'DECISION_REPORT'
const day = fc
  .date({ min: new Date('2013-01-01'), max: new Date('2026-11-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('dutyStanding', () => {
  it.each([
    ['2013-09-27', '2013-10-12'],
    ['2024-09-30', '2024-10-15'],
    ['2025-01-24', '2025-02-10'],
    ['2025-04-30', '2025-05-14'],
    ['2025-09-28', '2025-10-14'],
    ['2026-02-13', '2026-03-02'],
    ['2026-04-01', '2026-04-13'],
  ])('a decision of %s is due on %s, late the day after (vectors of guide 3.3)', (from, dueOn) => {
    expect(dutyStanding({ duty, from, doneOn: dueOn }, dueOn)).toEqual({ dueOn, state: 'DONE' })
    expect(dutyStanding({ duty, from }, dueOn)?.state).toBe('DUE_SOON')
    expect(dutyStanding({ duty, from }, from)?.state).toBe('DUE')
    const after = addDays(dueOn, 1)
    expect(dutyStanding({ duty, from }, after)?.state).toBe('OVERDUE')
    expect(dutyStanding({ duty, from, doneOn: after }, after)?.state).toBe('DONE_LATE')
  })

  it('of working days that the calendar does not know yet is late only when no holidays could explain it', () => {
    const from = '2098-12-29'
    expect(dutyStanding({ duty, from }, '2099-01-26')).toEqual({ dueOn: undefined, state: 'DUE_SOON' })
    expect(dutyStanding({ duty, from }, '2099-01-27')?.state).toBe('OVERDUE')
    expect(dutyStanding({ duty: 'NO_SUCH_DUTY', from }, from)).toBeUndefined()
  })

  it('agrees with counting the working days one by one', () => {
    fc.assert(
      fc.property(day, fc.nat({ max: 40 }), (from, later) => {
        const today = addDays(from, later)
        const passed = workingDaysAfter(from, today)
        const ended = passed > 7 || (passed === 7 && !isWorkingDay(today))
        const soon = passed + 2 >= 7
        const expected = ended ? 'OVERDUE' : soon ? 'DUE_SOON' : 'DUE'
        expect(dutyStanding({ duty, from }, today)?.state).toBe(expected)
      }),
    )
  })
})

describe('dutyBounds', () => {
  it('part the events of any day by the state of their duties', () => {
    fc.assert(
      fc.property(day, fc.nat({ max: 40 }), (today, earlier) => {
        const from = addDays(today, -earlier)
        const { overdueBefore, dueFrom } = dutyBounds(duty, today)
        const expected = from < overdueBefore ? 'OVERDUE' : from < dueFrom ? 'DUE_SOON' : 'DUE'
        expect(dutyStanding({ duty, from }, today)?.state).toBe(expected)
      }),
    )
  })
})

/** Working days after a date up to another one, that one included. */
function workingDaysAfter(date: string, until: string): number {
  let count = 0
  for (let next = addDays(date, 1); next <= until; next = addDays(next, 1)) if (isWorkingDay(next)) count += 1
  return count
}
