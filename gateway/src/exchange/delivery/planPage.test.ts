import { expect, test } from 'vitest'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import type { FeedEvent } from '../feed/feedEvent.ts'
import { type Held, planPage } from './planPage.ts'

const created: FeedEvent = {
  id: 'e1',
  division: 'market-order',
  sequence: 1,
  kind: 'CREATED',
  family: 'penalties',
  recordId: 'R1',
  subjectId: 'S1',
  version: 1,
  recordedAt: '2026-11-27T00:00:00Z',
  effectiveOn: null,
  record: { __typename: 'AdministrativePenalty', authority: '甲局', facts: '无证经营' },
}

function agreement(id: string, fields: readonly string[], version = 1): ExchangeAgreement {
  const where = [{ field: 'authority', in: ['甲局'] }]
  const terms = trialTerms({ items: [{ family: 'penalties', fields, where }] })
  return { id, version, terms, standing: 'IN_FORCE' }
}

const planned = (one: ExchangeAgreement, event = created, held: ReadonlyMap<string, Held> = new Map()) =>
  planPage(one, [event], held).outgoing

const heldBy = ({ version: terms }: ExchangeAgreement): ReadonlyMap<string, Held> =>
  new Map([
    [
      'R1',
      { subjectId: 'S1', version: 1, state: 'HELD', closedBy: null, scope: '', terms, acknowledgedAt: new Date() },
    ],
  ])

test('one change is another event by each agreement and each version of it, and the same one when it is planned again', () => {
  const agreements = [
    agreement('city-a', ['authority']),
    agreement('city-b', ['authority', 'facts']),
    agreement('city-b', ['authority'], 2),
  ]
  const closed: FeedEvent = { ...created, kind: 'WITHDRAWN', version: 2, record: null }
  const moved: FeedEvent = {
    ...created,
    version: 2,
    record: { __typename: 'AdministrativePenalty', authority: '乙局' },
  }
  const all = () =>
    agreements.flatMap((one) => [
      ...planned(one),
      ...planned(one, { ...closed, id: 'e2' }, heldBy(one)),
      ...planned(one, { ...moved, id: 'e3' }, heldBy(one)),
    ])
  const ids = all().map(({ id }) => id)
  expect([ids.length, new Set(ids).size]).toEqual([9, 9])
  expect(all().map(({ id }) => id)).toEqual(ids)
})
