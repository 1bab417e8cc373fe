import { describe, expect, test } from 'vitest'
import type { LinkAnswer } from '../linking/subjectLinker.ts'
import { splitFate } from './splitFate.ts'

const split = { number: 7, subjectId: 'A', same: ['A', 'A2'], successors: ['B', 'C'] }
const linked = (subjectId: string): LinkAnswer => ({ outcome: 'LINKED', subjectId, candidates: [] })
const before = { subjectId: 'A', why: '分立前的信用主体（序号 7）' }
const after = (subjectId: string) => ({ subjectId, why: '分立的承继者（序号 7）' })

describe('splitFate', () => {
  test('an exact answer keeps a record or moves it', () => {
    expect(splitFate(linked('A'), split)).toEqual({ fate: 'STAYS' })
    expect(splitFate(linked('A2'), split)).toEqual({ fate: 'STAYS' })
    expect(splitFate(linked('C'), split)).toEqual({ fate: 'RELINKED', subjectId: 'C' })
  })

  test('without one it waits, with every party to the split as a candidate and why; also where there is one successor', () => {
    const noMatch: LinkAnswer = { outcome: 'NO_MATCH', candidates: [] }
    expect(splitFate(noMatch, { ...split, successors: ['B'] })).toEqual({
      fate: 'WAITS',
      reason: 'NO_MATCH',
      candidates: [before, after('B')],
    })
  })

  test('what the index says of a candidate stands before what the split says', () => {
    const told = { subjectId: 'B', name: '虚构', why: '标识相符' }
    const answer: LinkAnswer = { outcome: 'NAME_DISAGREES', candidates: [told] }
    expect(splitFate(answer, split)).toEqual({
      fate: 'WAITS',
      reason: 'NAME_DISAGREES',
      candidates: [told, before, after('C')],
    })
  })

  test('a subject that has no part in the split is proposed and no more', () => {
    expect(splitFate(linked('Z'), split)).toMatchObject({ fate: 'WAITS', reason: 'SEVERAL' })
  })
})
