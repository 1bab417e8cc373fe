import { expect, test } from 'vitest'
import type { TextAnswer } from '../../execution/executeOperation.ts'
import { divisionPage } from './divisionPage.ts'
import type { EventQuery } from './eventQuery.ts'

const query = { division: 'trade', field: 'tradeEvents', records: { aliases: new Map() } } as unknown as EventQuery
const event = { eventId: 'e8', sequence: 8, kind: 'CREATED', record: null }

function pageOf(told: object, after = 7) {
  const data = Buffer.from(JSON.stringify({ tradeEvents: { snapshotTo: null, events: [event], ...told } }))
  return divisionPage(query, { data, errors: [] } as unknown as TextAnswer, after)
}

test('a page that moves on is read', () => {
  expect(pageOf({ next: 8, hasMore: true })).toMatchObject({ next: 8, hasMore: true, events: [{ id: 'e8' }] })
  expect(pageOf({ next: 7, hasMore: false, events: [] })).toMatchObject({ next: 7, hasMore: false, events: [] })
})

test.each([
  ['promises more and stays where it is', { next: 7, hasMore: true, events: [] }],
  ['goes back', { next: 6, hasMore: false }],
  ['has no number', { next: null, hasMore: false }],
  ['has no events', { next: 8, hasMore: false, events: null }],
])('a page that %s puts its division behind', (_, told) => {
  expect(pageOf(told)).toEqual({ behind: { division: 'trade', code: 'HUB_DIVISION_BAD_RESPONSE' } })
})
