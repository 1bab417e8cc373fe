import { expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { DeliveryPlanner } from './deliveryPlanner.ts'
import { deliveryStores } from './deliveryStores.ts'
import { holdingAfter } from './holding.ts'
import { NaiveRecords } from './testing/naiveRecords.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())

const terms = trialTerms()
const content: OutgoingEvent = {
  id: 'e1',
  division: 'market-order',
  sequence: 1,
  kind: 'CREATED',
  family: 'penalties',
  recordId: 'R1',
  subjectId: 'S1',
  version: 1,
  recordedAt: '2026-11-27T00:00:00.000Z',
  effectiveOn: null,
  record: { __typename: 'AdministrativePenalty' },
}
const withdrawal: OutgoingEvent = { ...content, id: 'e2', sequence: 2, kind: 'REPAIRED', version: 2, record: null }

/** What is planned when the letters of an agreement that died under its first terms are asked for again. */
async function replayed(agreement: Omit<ExchangeAgreement, 'terms'>, letters: readonly OutgoingEvent[]) {
  const { ledger, deadLetters, replays } = stores
  const { id, version } = agreement
  await deadLetters.add(
    { agreement: id, number: 1, terms: 1 },
    letters.map((event) => ({ event, reason: 'HTTP 503' })),
  )
  const sweep = { below: version + 0.5, after: null, isDone: true }
  await ledger.move(id, 0, { page: 1, terms: version, after: 'f1.e30', sweep })
  await replays.add({ agreement: id, what: 'DEAD_LETTERS', cursor: null, before: 2, by: '甲', reason: '试验' })
  const planner = new DeliveryPlanner({ ...stores, feed: new NaiveRecords().feed() })
  const next = await planner.next({ ...agreement, terms }, await ledger.cursorOf(id), new Cancellation())
  const planned = typeof next === 'string' ? next : ledger.eventsOf(next.page).map((event) => event.id)
  return { planned, letters: await deadLetters.count(id) }
}

async function hold(agreement: string): Promise<void> {
  const under = { agreement, page: 1, terms: 2, scope: '', at: new Date() }
  const holding = holdingAfter(undefined, content, 'ACCEPTED', under)
  if (holding === undefined) throw new Error('accepted content is held')
  await stores.holdings.keep([holding])
}

test('content that died under the terms that hold goes out again', async () => {
  const found = await replayed({ id: 'same', version: 1, standing: 'IN_FORCE' }, [content])
  expect(found).toEqual({ planned: ['e1'], letters: 1 })
})

test('content that died under earlier terms goes out no more, though the partner holds that version', async () => {
  await hold('narrowed')
  const found = await replayed({ id: 'narrowed', version: 2, standing: 'IN_FORCE' }, [content])
  expect(found).toEqual({ planned: 'MOVED', letters: 0 })
})

test('content goes out no more where a later withdrawal of the record is not confirmed', async () => {
  await hold('withdrawn')
  const { recordId, version, kind } = withdrawal
  const since = new Date()
  await stores.holdings.openWithdrawals([
    { _id: `withdrawn/${recordId}`, agreement: 'withdrawn', recordId, version, kind, since, dueAt: since },
  ])
  const found = await replayed({ id: 'withdrawn', version: 1, standing: 'IN_FORCE' }, [content])
  expect(found).toEqual({ planned: 'MOVED', letters: 0 })
})

test('withdrawals that died go out again after the agreement has ended, and content does not', async () => {
  await hold('ended')
  const other = { ...content, id: 'e3', recordId: 'R3' }
  const found = await replayed({ id: 'ended', version: 1, standing: 'ENDED' }, [withdrawal, other])
  expect(found).toEqual({ planned: ['e2'], letters: 1 })
})
