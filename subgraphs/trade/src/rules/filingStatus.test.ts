import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endedOn, type FilingStatus, fullStatusHistory, type StatusEntry } from './filingStatus.ts'

const REPEALED_ON = '2016-11-03'
const entry = (status: FilingStatus, since: string): StatusEntry => ({ status, since })
const shown = (reported: StatusEntry[]) => fullStatusHistory(reported).map(({ status, since }) => `${status} ${since}`)

describe('statuses of a filing', () => {
  it.each([
    [[entry('VALID', '2010-05-05')], ['VALID 2010-05-05', 'LEGACY_REPEALED 2016-11-03'], REPEALED_ON],
    [
      [entry('CHANGED', '2012-01-01'), entry('VALID', '2010-05-05')],
      ['VALID 2010-05-05', 'CHANGED 2012-01-01', 'LEGACY_REPEALED 2016-11-03'],
      REPEALED_ON,
    ],
    [
      [entry('VALID', '2010-05-05'), entry('CANCELLED', '2014-02-02')],
      ['VALID 2010-05-05', 'CANCELLED 2014-02-02'],
      '2014-02-02',
    ],
    [
      [entry('VALID', '2010-05-05'), entry('VOID', '2011-01-01'), entry('VALID', '2012-01-01')],
      ['VALID 2010-05-05', 'VOID 2011-01-01', 'VALID 2012-01-01', 'LEGACY_REPEALED 2016-11-03'],
      REPEALED_ON,
    ],
    [
      [entry('VALID', '2010-05-05'), entry('LEGACY_REPEALED', '2016-12-01')],
      ['VALID 2010-05-05', 'LEGACY_REPEALED 2016-12-01'],
      '2016-12-01',
    ],
    [[entry('VALID', '2017-01-01')], ['LEGACY_REPEALED 2016-11-03'], REPEALED_ON],
    [
      [entry('VALID', '2010-05-05'), entry('CANCELLED', '2018-01-01')],
      ['VALID 2010-05-05', 'LEGACY_REPEALED 2016-11-03', 'CANCELLED 2018-01-01'],
      REPEALED_ON,
    ],
    [[], [], undefined],
  ])('%#: %o', (reported, history, ended) => {
    expect(shown(reported)).toEqual(history)
    expect(endedOn(reported)).toBe(ended)
  })

  const histories = fc.array(
    fc.record({
      status: fc.constantFrom<FilingStatus>('VALID', 'CHANGED', 'CANCELLED', 'VOID', 'LEGACY_REPEALED'),
      since: fc.constantFrom('2008-01-01', '2012-06-01', '2016-11-02', REPEALED_ON, '2019-01-01'),
    }),
    { maxLength: 6 },
  )

  it('come in order of their days, and none stands after the repeal', () => {
    fc.assert(
      fc.property(histories, (reported) => {
        const history = fullStatusHistory(reported)
        const days = history.map(({ since }) => since)
        expect(days).toEqual(days.toSorted())
        for (const { status, since } of history) {
          if (status === 'VALID' || status === 'CHANGED') expect(since < REPEALED_ON).toBe(true)
        }
        expect(['VALID', 'CHANGED']).not.toContain(history.at(-1)?.status)
        expect(fullStatusHistory(history)).toEqual(history)
      }),
    )
  })

  it('loses nothing that was reported of the days before the repeal', () => {
    fc.assert(
      fc.property(histories, (reported) => {
        const before = (entries: StatusEntry[]) => entries.filter(({ since }) => since < REPEALED_ON)
        expect(before(fullStatusHistory(reported))).toHaveLength(before(reported).length)
      }),
    )
  })
})
