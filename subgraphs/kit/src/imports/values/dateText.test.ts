import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateText } from './dateText.ts'

describe('dateText', () => {
  test.each([
    ['2024-01-05', '2024-01-05'],
    ['2024/1/5', '2024-01-05'],
    ['2024.1.5', '2024-01-05'],
    ['2024年1月5日', '2024-01-05'],
    ['20240105', '2024-01-05'],
    ['20240105093000', '2024-01-05'],
    ['2024-01-05 09:30:00', '2024-01-05'],
    ['2024-01-05T09:30:00Z', '2024-01-05'],
    ['45296', '2024-01-05'],
    ['45296.5', '2024-01-05'],
    ['2024-02-30', undefined],
    ['2023-02-29', undefined],
    ['2024-13-01', undefined],
    ['1月5日', undefined],
    ['2024-01', undefined],
    ['123456', undefined],
    ['长期', undefined],
  ])('%s is %s', (text, date) => expect(dateText(text)).toBe(date))

  test('reads every day in every spelling as itself', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (instant) => {
        const date = instant.toISOString().slice(0, 10)
        const [year, month, dayOfMonth] = date.split('-').map(Number)
        for (const text of [
          date,
          date.replaceAll('-', ''),
          `${year}/${month}/${dayOfMonth}`,
          `${year}年${month}月${dayOfMonth}日`,
        ]) {
          expect(dateText(text)).toBe(date)
        }
      }),
    )
  })
})
