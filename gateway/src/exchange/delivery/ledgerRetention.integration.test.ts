import { expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { deliveryReconciliation } from '../reconciliation/deliveryReconciliation.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { deliveryStores, prepareDeliveries } from './deliveryStores.ts'
import { holdingAfter } from './holding.ts'
import { LedgerRetention } from './ledgerRetention.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-27T00:00:00.000Z')
const daysAgo = (days: number) => new Date(NOW - days * DAY_MS)

function event(number: number): OutgoingEvent {
  const facts = { division: 'trade', kind: 'CREATED', family: 'liquor-filings', version: 1, effectiveOn: null } as const
  const ids = { id: `e${number}`, recordId: `R${number}`, subjectId: 'S1' }
  return { ...facts, ...ids, sequence: number, recordedAt: daysAgo(500).toISOString(), record: { __typename: 'X' } }
}

/** A page with one event that was delivered and one that died, settled so many days ago. */
async function page(number: number, days: number | undefined): Promise<void> {
  const events = [event(number * 2), event(number * 2 + 1)] as const
  const whose = { agreement: 'a', number, terms: 1, moves: {}, replay: null }
  const written = await stores.ledger.write({ ...whose, events }, daysAgo(days ?? 900))
  const [well, dead] = events
  const ended = [
    { event: well, outcome: 'ACCEPTED' },
    { event: dead, outcome: 'DEAD', reason: 'HTTP 503' },
  ] as const
  await stores.ledger.keepReceipt(written, `m${number}`, ended)
  await stores.deadLetters.add(written, [{ event: dead, reason: 'HTTP 503' }])
  const holding = holdingAfter(undefined, well, 'ACCEPTED', {
    ...{ agreement: 'a', page: number },
    terms: 1,
    scope: '',
    at: daysAgo(1),
  })
  if (holding !== undefined) await stores.holdings.keep([holding])
  if (days === undefined) return
  await stores.ledger.settle(written)
  await stores.ledger.pages.updateOne({ _id: written._id }, { $set: { settledAt: daysAgo(days) } })
}

test('what was settled long ago goes with its receipts and letters; holdings stay, and what is to be withdrawn yet', async () => {
  await prepareDeliveries(stores)
  for (const [number, days] of [800, 700, 600, 399, 10, undefined].entries()) await page(number + 1, days)
  const since = { since: daysAgo(700), dueAt: daysAgo(690) }
  await stores.holdings.openWithdrawals([
    { _id: 'a/R5', agreement: 'a', recordId: 'R5', version: 2, kind: 'WITHDRAWN', ...since },
  ])
  const retention = new LedgerRetention({ stores, lease: { hold: async () => true }, keptDays: 400, clock: () => NOW })
  expect(await retention.look(['a'])).toBe(3)
  expect(await retention.look(['a'])).toBe(0)
  const pages = await stores.ledger.pages.find({}).toArray()
  expect(pages.map(({ number }) => number).sort()).toEqual([4, 5, 6])
  expect((await stores.ledger.receipts.distinct('page')).sort()).toEqual([4, 5, 6])
  // R5 died on page 2; its withdrawal is open.
  expect((await stores.deadLetters.letters.distinct('recordId')).sort()).toEqual(['R11', 'R13', 'R5', 'R9'])
  expect(await stores.holdings.all.countDocuments({})).toBe(6)
  const cursor = await stores.ledger.cursorOf('a')
  expect([cursor.page, (await stores.ledger.pageAfter(cursor))?.number]).toEqual([5, 6])
  const time = { agreement: 'a', from: daysAgo(400), until: daysAgo(0) }
  expect(await deliveryReconciliation(stores.ledger, time)).toMatchObject({
    reported: 4,
    accepted: 2,
    dead: 2,
    closes: true,
  })
})
