import { describe, expect, it } from 'vitest'
import { HubError } from '../errors/HubError.ts'
import { addWorkingDays, isWorkingDay } from './workingDays.ts'

describe('addWorkingDays', () => {
  it.each([
    ['2013-09-27', 7, '2013-10-12'],
    ['2024-09-30', 7, '2024-10-15'],
    ['2025-01-24', 7, '2025-02-10'],
    ['2025-04-30', 7, '2025-05-14'],
    ['2025-09-28', 7, '2025-10-14'],
    ['2026-02-13', 7, '2026-03-02'],
    ['2026-04-01', 7, '2026-04-13'],
    ['2026-04-01', 20, '2026-04-30'],
    ['2025-01-24', 20, '2025-02-27'],
  ])('%s + %i working days = %s', (date, days, expected) => {
    expect(addWorkingDays(date, days)).toBe(expected)
  })

  it('can count the day of the decision as the first', () => {
    expect(addWorkingDays('2026-04-01', 7, { countStartDay: true })).toBe('2026-04-10')
    expect(addWorkingDays('2025-10-01', 1, { countStartDay: true })).toBe('2025-10-09')
  })

  it.each(['2003-12-30', '2099-01-05'])('refuses to count from %s, a year without data', (date) => {
    expect(() => addWorkingDays(date, 1)).toThrow(
      expect.objectContaining({ code: 'HUB_CALENDAR_YEAR_UNKNOWN' } satisfies Partial<HubError>),
    )
  })

  it('refuses a count that runs into a year without data', () => {
    let year = 2026
    while (isKnown(year + 1)) year += 1
    expect(() => addWorkingDays(`${year}-12-31`, 1)).toThrow(HubError)
  })
})

function isKnown(year: number): boolean {
  try {
    isWorkingDay(`${year}-06-01`)
    return true
  } catch {
    return false
  }
}

describe('isWorkingDay', () => {
  it.each([
    ['2025-09-28', true],
    ['2025-10-01', false],
    ['2025-10-11', true],
    ['2025-10-12', false],
    ['2024-06-10', false],
    ['2026-11-24', true],
  ])('%s: %s', (date, expected) => {
    expect(isWorkingDay(date)).toBe(expected)
  })
})
