import fc from 'fast-check'
import mongoose, { type mongo } from 'mongoose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import type { StoredReceipt } from '../delivery/deliveryLedger.ts'
import { type LedgerPage, pageId } from '../delivery/ledgerPage.ts'
import type { RowOutcome } from '../receipts/deliveryReceipt.ts'
import { deliveryReconciliation } from './deliveryReconciliation.ts'

const database = testDatabase()
let client: mongo.MongoClient
let pages: mongo.Collection<LedgerPage>
let receipts: mongo.Collection<StoredReceipt>
beforeAll(async () => {
  client = await new mongoose.mongo.MongoClient(database.uri).connect()
  pages = client.db(database.name).collection('exchange_pages')
  receipts = client.db(database.name).collection('exchange_receipts')
})
afterAll(() => client.close())

const outcomes = ['ACCEPTED', 'REFUSED', 'OVERTAKEN', 'DEAD'] as const
const writtenAt = new Date('2026-04-02T00:00:00Z')
const time = { from: new Date('2026-04-01T00:00:00Z'), until: new Date('2026-05-01T00:00:00Z') }

interface GivenPage {
  readonly isSettled: boolean
  /** What became of each event; null where no receipt says so. */
  readonly fates: readonly (RowOutcome | null)[]
}

/** Writes the last page's receipts in two parts, as they come when a delivery is answered in part. */
async function ledgerOf(agreement: string, given: readonly GivenPage[]): Promise<void> {
  for (const [index, { isSettled, fates }] of given.entries()) {
    const number = index + 1
    const _id = pageId(agreement, number)
    const events = fates.map((_, at) => ({
      id: `${_id}-${at}`,
      recordId: `r${at}`,
      version: 1,
      kind: 'CREATED' as const,
    }))
    const facts = {
      terms: 1,
      content: null,
      moves: {},
      replay: null,
      writtenAt,
      settledAt: isSettled ? writtenAt : null,
    }
    await pages.insertOne({ _id, agreement, number, events, ...facts })
    const rows = events.flatMap(({ id, recordId, version }, at) => {
      const outcome = fates[at] ?? null
      return outcome === null ? [] : [{ eventId: id, recordId, version, outcome }]
    })
    for (const part of [rows.slice(0, 1), rows.slice(1)])
      if (part.length > 0)
        await receipts.insertOne({
          _id: `${_id}:d:${part[0]?.eventId}`,
          agreement,
          page: number,
          delivery: 'd',
          at: writtenAt,
          rows: part,
        })
  }
}

const page: fc.Arbitrary<GivenPage> = fc.record({
  isSettled: fc.boolean(),
  fates: fc.array(fc.constantFrom(...outcomes, null), { minLength: 1, maxLength: 5 }),
})

describe('the reconciliation of deliveries', () => {
  test('closes exactly when a receipt or a page under way accounts for every row, and names the rows otherwise', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(page, { maxLength: 4 }), async (given) => {
        const agreement = `a${run++}`
        await ledgerOf(agreement, given)
        const found = await deliveryReconciliation({ pages, receipts }, { agreement, ...time })
        const rows = given.flatMap(({ isSettled, fates }) => fates.map((fate) => ({ isSettled, fate })))
        const count = (outcome: RowOutcome) => rows.filter(({ fate }) => fate === outcome).length
        const open = rows.filter(({ fate }) => fate === null)
        const lost = open.filter(({ isSettled }) => isSettled).length
        expect(found).toMatchObject({
          reported: rows.length,
          accepted: count('ACCEPTED'),
          refused: count('REFUSED'),
          overtaken: count('OVERTAKEN'),
          dead: count('DEAD'),
          inFlight: open.length - lost,
          closes: lost === 0,
        })
        expect(found.unexplained).toHaveLength(lost)
      }),
      { numRuns: 20 },
    )
  })

  test('is of the pages that were written in its time', async () => {
    await ledgerOf('late', [{ isSettled: true, fates: ['ACCEPTED', null] }])
    const later = { from: time.until, until: new Date('2026-06-01T00:00:00Z') }
    expect(await deliveryReconciliation({ pages, receipts }, { agreement: 'late', ...later })).toMatchObject({
      reported: 0,
      closes: true,
    })
    const { unexplained } = await deliveryReconciliation({ pages, receipts }, { agreement: 'late', ...time })
    expect(unexplained).toEqual([{ place: pageId('late', 1), recordId: 'r1', version: 1 }])
  })
})
