import { describe, expect, test } from 'vitest'
import { atLeast, atMost, containsName, equals, validOn } from './fieldFilter.ts'
import { narrowing } from './narrowing.ts'

const indexed = new Set(['subjectId', 'titleGrams', 'issuedOn', 'authority'])
const current = { recordState: 'CURRENT' }

describe('narrowing', () => {
  test.each([
    ['nothing indexed', [current, validOn('2020-01-01')], undefined],
    ['an equality', [current, equals('authority')('甲')], { authority: '甲' }],
    [
      'an identity before all else',
      [equals('authority')('甲'), { subjectId: { $in: ['S1'] } }],
      { subjectId: { $in: ['S1'] } },
    ],
    ['the middle gram of a name', [containsName('title')('河南天恒')], { titleGrams: '南天' }],
    ['an equality before a range', [atLeast('issuedOn')('2020'), equals('authority')('甲')], { authority: '甲' }],
    [
      'both ends of a range',
      [atLeast('issuedOn')('2020'), atMost('issuedOn')('2021')],
      { issuedOn: { $gte: '2020', $lte: '2021' } },
    ],
    ['one end without what else it asks', [atMost('issuedOn')('2021')], { issuedOn: { $lte: '2021' } }],
    ['no alternative, which would be stronger', [{ $or: [{ authority: '甲' }, { issuedOn: '2020' }] }], undefined],
    ['no null, which may mean absent', [{ authority: null }], undefined],
  ])('takes %s', (_, conditions, expected) => expect(narrowing(conditions, indexed)).toEqual(expected))
})
