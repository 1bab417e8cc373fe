import { expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { DeliveryPlanner } from './deliveryPlanner.ts'
import { deliveryStores } from './deliveryStores.ts'
import { holdingId } from './holding.ts'
import { NaiveRecords } from './testing/naiveRecords.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())

test.each([false, true])(
  'withdrawals are open with the page that brings them; another hub was first: %s',
  async (late) => {
    const agreement = late ? 'late' : 'first'
    const facts = {
      division: 'market-order',
      family: 'penalties',
      subjectId: 'S1',
      kind: 'CREATED',
      scope: '',
      terms: 1,
    }
    const ids = { _id: holdingId(agreement, 'R1'), agreement, recordId: 'R1' }
    const held = { ...ids, ...facts, version: 1, page: 1, state: 'HELD', closedBy: null } as const
    await stores.holdings.keep([{ ...held, acknowledgedAt: new Date() }])
    const { ledger } = stores
    const seen = await ledger.cursorOf(agreement)
    // What the other one wrote after this one had looked.
    if (late) await ledger.write({ agreement, number: 1, terms: 1, events: [], moves: {}, replay: null }, new Date(0))
    const blind = Object.create(ledger, { pageAfter: { value: async () => null } })
    const planner = new DeliveryPlanner({ ...stores, ledger: blind, feed: new NaiveRecords().feed() })
    const ended = { id: agreement, version: 1, standing: 'ENDED', terms: trialTerms() } as const
    const next = await planner.next(ended, seen, new Cancellation())
    if (typeof next === 'string') throw new Error(next)
    const records = next.page.events.map(({ recordId }) => recordId)
    const open = await stores.holdings.withdrawals.find({ agreement }).toArray()
    expect(records).toEqual(late ? [] : ['R1'])
    expect(open.map(({ recordId }) => recordId)).toEqual(records)
    expect(next.fresh === undefined).toBe(late)
  },
)
