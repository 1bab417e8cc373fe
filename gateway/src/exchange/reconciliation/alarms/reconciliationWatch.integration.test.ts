import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import { graphql } from 'graphql'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../../test/setup/testHubDatabase.ts'
import { hubGraph } from '../../../graph/hubGraph.ts'
import { trialTerms } from '../../agreements/testing/trialTerms.ts'
import type { DeliveryStores } from '../../delivery/deliveryStores.ts'
import { exchangeStores } from '../../exchangeStores.ts'
import type { OutgoingEvent } from '../../push/outgoingEvent.ts'
import { trialSealer } from '../../secrets/testing/trialSealer.ts'
import { ReconciliationMetrics } from './reconciliationMetrics.ts'
import { ReconciliationWatch } from './reconciliationWatch.ts'

const database = testHubDatabase()
const exchange = exchangeStores(database.db, trialSealer())
const deliveries = exchange.deliveries as DeliveryStores
const leases = database.db.collection<LeaseDocument>('exchange_leases')
const EVERY_MILLIS = 3_600_000
const registry = new Registry()

/** A hub that looks; what it logs beside. */
function watchAt(now: string) {
  const lines: string[] = []
  const clock = () => new Date(now)
  const logger = pino({ base: null, timestamp: false }, { write: (line) => lines.push(line) })
  const lease = new Lease(leases, 'reconciliation', EVERY_MILLIS, () => clock().getTime())
  return {
    watch: new ReconciliationWatch({ stores: exchange, lease, everyMillis: EVERY_MILLIS, logger, clock }),
    lines,
  }
}

async function alarms(agreement: string): Promise<unknown> {
  const schema = hubGraph({
    database,
    exchange,
    changes: () => {
      throw new Error('nothing reads changes here')
    },
  })
  const source = `{ exchange { agreement(id: "${agreement}") { reconciliationAlarms {
    from to reported accounted dueSince unexplainedCount unexplained { place recordId version } } } } }`
  const caller = { caller: '甲', role: 'SYSTEM_ADMIN' } as const
  const contextValue = { caller, millis: 8_000, signal: new AbortController().signal }
  const { data, errors } = await graphql({ schema, source, contextValue })
  expect(errors).toBeUndefined()
  return JSON.parse(JSON.stringify(data)).exchange.agreement.reconciliationAlarms
}

const raised = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('hub_'))

function event(number: number): OutgoingEvent {
  const facts = { division: 'trade', kind: 'CREATED', family: 'penalties', version: 1, effectiveOn: null } as const
  const ids = { id: `e${number}`, recordId: `R${number}`, subjectId: 'S1' }
  const record = { __typename: 'AdministrativePenalty', number }
  return { ...facts, ...ids, sequence: number, recordedAt: '2026-10-08T00:00:00.000Z', record }
}

beforeAll(async () => {
  await exchange.acts.propose('p', trialTerms({ mode: 'FRONT_DATABASE', endpoint: 'front', secretIds: [] }), {
    by: '甲',
    reason: '试验',
  })
  await exchange.acts.approve({ agreement: 'p', version: 1, by: '乙' })
  await deliveries.ledger.move('p', 0, { lookedAt: new Date('2099-01-01') })
  new ReconciliationMetrics(registry, exchange.alarms)
})

test('sums that do not close are told by one hub, with their rows, until they close', async () => {
  // Written in the last hour of September in Shanghai; settled, and of the second event nothing was kept.
  const writtenAt = new Date('2026-09-30T15:30:00Z')
  const moves = { lookedAt: new Date('2099-01-01') }
  const page = await deliveries.ledger.write(
    { agreement: 'p', number: 1, terms: 1, events: [event(1), event(2)], moves, replay: null },
    writtenAt,
  )
  await deliveries.ledger.keepReceipt(page, 'd1', [{ event: event(1), outcome: 'ACCEPTED' }])
  await deliveries.ledger.settle(page)
  const first = watchAt('2026-10-01T00:10:00+08:00')
  expect(await first.watch.look()).toBe(2)
  expect(await alarms('p')).toEqual([
    {
      from: '2026-09-01',
      to: '2026-09-30',
      reported: 2,
      accounted: 1,
      dueSince: null,
      unexplainedCount: 1,
      unexplained: [{ place: page._id, recordId: 'R2', version: 1 }],
    },
  ])
  expect(await raised()).toEqual(['hub_exchange_unreconciled{agreement="p"} 1'])
  expect(first.lines).toHaveLength(1)
  expect(JSON.parse(first.lines[0] ?? '')).toMatchObject({
    level: 50,
    agreement: 'p',
    from: '2026-09-01',
    unexplained: 1,
  })
  expect(first.lines[0]).not.toMatch(/R2|S1/)
  // Another hub leaves it to the first, which looks at what stands in between.
  expect([await watchAt('2026-10-01T00:20:00+08:00').watch.look(), await first.watch.look()]).toEqual([0, 1])

  // Half a year later it stands still, although nobody asks for September any more.
  const later = watchAt('2027-03-05T09:00:00+08:00')
  expect(await later.watch.look()).toBe(3)
  expect([await alarms('p'), later.lines]).toEqual([[expect.objectContaining({ from: '2026-09-01' })], []])

  await deliveries.ledger.keepReceipt(page, 'd2', [{ event: event(2), outcome: 'REFUSED', reason: '重复' }])
  const last = watchAt('2027-03-06T09:00:00+08:00')
  expect(await last.watch.look()).toBe(3)
  expect([await alarms('p'), await raised(), last.lines.length]).toEqual([[], [], 1])
})

test('what was due and never reported is an alarm without rows, of every period in which it stays so', async () => {
  const decision = { outcome: 'APPROVED', by: '乙', at: new Date('2026-09-10T00:00:00Z') } as const
  const facts = { reason: '试验', proposedBy: '甲', proposedAt: decision.at }
  const terms = trialTerms({ mode: 'FRONT_DATABASE', endpoint: 'front', secretIds: [] })
  const version = { _id: 'q:1', agreement: 'q', version: 1, kind: 'TERMS', terms, ...facts, decision: null } as const
  await exchange.agreements.add(version)
  await exchange.agreements.decide(version, decision)
  const looked = '2026-09-15T00:00:00.000Z'
  await deliveries.ledger.move('q', 0, { lookedAt: new Date(looked) })
  const { watch } = watchAt('2027-04-01T09:00:00+08:00')
  expect(await watch.look()).toBe(4)
  await exchange.deliveries?.ledger.move('q', 0, { lookedAt: new Date('2099-01-01') })
  const alarm = { reported: 0, accounted: 0, dueSince: looked, unexplainedCount: 0, unexplained: [] }
  expect(await alarms('q')).toMatchObject([
    { from: '2027-03-01', ...alarm },
    { from: '2027-04-01', to: '2027-04-30', ...alarm },
  ])
  // What has gone out meanwhile ends it before the next look at everything.
  expect(await watch.look()).toBe(2)
  expect(await alarms('q')).toEqual([])
})
