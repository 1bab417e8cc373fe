import { expect, test } from 'vitest'
import type { FeedEvent } from '../feed/feedEvent.ts'
import { hasValues, openContent } from './agreementScope.ts'
import { trialTerms } from './testing/trialTerms.ts'

test('a record is within an item by each of its fields, of a list by any of its values', () => {
  const where = [
    { field: 'penaltyCategories', in: ['1', '2'] },
    { field: 'authority', in: ['甲局'] },
  ]
  const within = (record: object | null) => hasValues({ family: 'penalties', where }, record as never)
  expect(within({ penaltyCategories: ['0', '2'], authority: '甲局' })).toBe(true)
  expect(within({ penaltyCategories: '1', authority: '甲局' })).toBe(true)
  expect(within({ penaltyCategories: ['0'], authority: '甲局' })).toBe(false)
  expect(within({ penaltyCategories: [], authority: '甲局' })).toBe(false)
  expect(within({ penaltyCategories: ['1'], authority: '乙局' })).toBe(false)
  expect(within(null)).toBe(false)
})

const event = (provider: string | null): FeedEvent => ({
  id: 'E1',
  division: 'market-order',
  sequence: 1,
  kind: 'CREATED',
  family: 'list-entries',
  recordId: 'R1',
  subjectId: 'S1',
  version: 1,
  recordedAt: '2026-06-01T00:00:00.000Z',
  effectiveOn: null,
  record: {
    __typename: 'ListEntry',
    recordId: 'R1',
    version: 1,
    recordState: 'CURRENT',
    listName: '虚构名单',
    provider,
  },
})
const terms = (partner: string) => trialTerms({ partner, items: [{ family: 'list-entries', fields: ['listName'] }] })

test('what a partner has provided is not let out to it, and to everybody else it is', () => {
  expect(openContent(terms('市信用平台'), event('市信用平台'))).toBeNull()
  expect(openContent(terms('市中院'), event('市信用平台'))).toMatchObject({ listName: '虚构名单' })
  expect(openContent(terms('市信用平台'), event(null))).toMatchObject({ listName: '虚构名单' })
})
