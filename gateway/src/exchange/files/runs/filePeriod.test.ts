import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filePeriod, type PeriodQuestion } from './filePeriod.ts'

const daily = { cron: '0 18 * * *', days: 'ALL' } as const
const question: PeriodQuestion = {
  schedule: daily,
  from: '2026-04-01',
  since: new Date('2026-04-03T01:00:00Z'),
  last: undefined,
}
const at = (shanghai: string) => new Date(`${shanghai}+08:00`)
const reported = (from: string, to: string, writtenAt: string) => ({ period: { from, to }, writtenAt: at(writtenAt) })

describe('the period to report', () => {
  test('is none before the first run, and then from the first day of the agreement', () => {
    expect(filePeriod(question, at('2026-04-03T17:59:59'))).toBeUndefined()
    expect(filePeriod(question, at('2026-04-03T18:00:01'))).toEqual({ from: '2026-04-01', to: '2026-04-03' })
  })

  test('goes on the day after the last one, over runs that were missed and days off', () => {
    const last = reported('2026-04-01', '2026-04-03', '2026-04-03T18:00:05')
    expect(filePeriod({ ...question, last }, at('2026-04-04T10:00:00'))).toBeUndefined()
    expect(filePeriod({ ...question, last }, at('2026-04-09T18:01:00'))).toEqual({
      from: '2026-04-04',
      to: '2026-04-09',
    })
    // 清明: 4 to 6 April 2026 are days off.
    const working = { ...question, last, schedule: { cron: '0 18 * * *', days: 'WORKING' } } as const
    expect(filePeriod(working, at('2026-04-06T23:00:00'))).toBeUndefined()
    expect(filePeriod(working, at('2026-04-07T18:01:00'))).toEqual({ from: '2026-04-04', to: '2026-04-07' })
  })

  test('is no day twice, however often the schedule runs', () => {
    const last = reported('2026-04-01', '2026-04-03', '2026-04-03T08:00:05')
    const hourly = { cron: '0 * * * *', days: 'ALL' } as const
    expect(filePeriod({ ...question, schedule: hourly, last }, at('2026-04-03T20:00:00'))).toBeUndefined()
  })

  test('joins the one before without a gap, whenever somebody looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 30 }), (pauses) => {
        let now = at('2026-04-03T09:00:00')
        let last: PeriodQuestion['last']
        for (const hours of pauses) {
          now = new Date(now.getTime() + hours * 3_600_000)
          const period = filePeriod({ ...question, last }, now)
          if (period === undefined) continue
          expect(period.from).toBe(last === undefined ? question.from : addDays(last.period.to, 1))
          expect(period.to).toBe(shanghaiDate(now))
          last = { period, writtenAt: now }
        }
      }),
    )
  })
})
