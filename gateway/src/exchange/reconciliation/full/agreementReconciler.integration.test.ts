import { setTimeout as delay } from 'node:timers/promises'
import { HubError } from '@hub/schema/errors/HubError'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../../test/setup/testHubDatabase.ts'
import type { ExchangeAgreement } from '../../agreements/exchangeAgreement.ts'
import { trialTerms } from '../../agreements/testing/trialTerms.ts'
import { AgreementDelivery } from '../../delivery/agreementDelivery.ts'
import { DeliveryState } from '../../delivery/deliveryState.ts'
import { type DeliveryStores, deliveryStores, prepareDeliveries } from '../../delivery/deliveryStores.ts'
import { PartnerBreaker } from '../../delivery/partnerBreaker.ts'
import { NaivePartner } from '../../delivery/testing/naivePartner.ts'
import { NaiveRecords } from '../../delivery/testing/naiveRecords.ts'
import { TableHoldings } from '../../frontDatabase/tableHoldings.ts'
import { trialSealer } from '../../secrets/testing/trialSealer.ts'
import type { ReconciliationRun } from './reconciliationRun.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())
const { reconciliations } = stores
beforeAll(() => prepareDeliveries(stores))

/** A partner that also says what it has. */
class AskedPartner extends NaivePartner {
  isDeaf = false

  holdings() {
    const { records, isDeaf } = this
    return new TableHoldings(async function* () {
      if (isDeaf) throw new HubError('HUB_PARTNER_UNANSWERED', 'told to')
      for (const [record, { version, content }] of records) if (content !== null) yield { record, version }
    })
  }

  standing(): Map<string, number> {
    const open = [...this.records].filter(([, { content }]) => content !== null)
    return new Map(open.map(([record, { version }]) => [record, version]))
  }
}

interface Scene {
  readonly id: string
  readonly records: NaiveRecords
  readonly partner: AskedPartner
  readonly faults: unknown[]
  readonly stop: () => Promise<void>
}

function open(id: string, schedule?: { readonly cron: string }, more: Partial<DeliveryStores> = {}): Scene {
  const [records, partner, faults] = [new NaiveRecords(), new AskedPartner(), [] as unknown[]]
  const where = [{ field: 'authority', in: ['甲局'] }]
  const terms = trialTerms({ items: [{ family: 'penalties', where }], schedule })
  const agreement: ExchangeAgreement = { id, version: 1, standing: 'IN_FORCE', terms }
  const delivery = new AgreementDelivery({
    ...{ ...stores, ...more },
    feed: records.feed(),
    agreement: id,
    current: async () => agreement,
    lease: { heldSince: 0, hold: async () => true, release: async () => undefined },
    attemptMillis: 0,
    leaseMillis: 600,
    targetOf: async () => partner,
    breakerOf: () => breaker,
    state: new DeliveryState(),
    onFault: (error) => faults.push(error),
  })
  const breaker = new PartnerBreaker(Date.now, () => 5)
  const ended = delivery.run()
  const stop = async (): Promise<void> => {
    delivery.stop()
    await ended
  }
  return { id, records, partner, faults, stop }
}

const sorted = (held: Map<string, number>): [string, number][] => [...held].sort()

function due({ records }: Scene): Map<string, number> {
  const standing = [...records.records].filter(([, { isStanding, authority }]) => isStanding && authority === '甲局')
  return new Map(standing.map(([recordId, { version }]) => [recordId, version]))
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it does not come')
    await delay(20)
  }
}

const isDelivered = (scene: Scene) => () =>
  JSON.stringify(sorted(scene.partner.standing())) === JSON.stringify(sorted(due(scene)))

async function reconciled({ id: agreement }: Scene, repairs: boolean): Promise<ReconciliationRun> {
  const { _id } = await reconciliations.add({ agreement, by: '甲', reason: '试验', repairs })
  let run: ReconciliationRun | null = null
  await until(async () => {
    run = await reconciliations.find(_id)
    return run?.endedAt !== null
  })
  if (run === null) throw new Error('no run')
  return run
}

const kinds = ['CREATED', 'CORRECTED', 'CORRECTED', 'REPAIRED'] as const
const tampering = fc.record({
  record: fc.integer({ min: 0, max: 11 }),
  how: fc.constantFrom('LOST', 'OLD', 'NEWER', 'STRANGER', 'REVIVED'),
})

function tamper({ partner }: Scene, given: readonly { readonly record: number; readonly how: string }[]): void {
  for (const { record, how } of given) {
    const id = how === 'STRANGER' ? `X${record}` : `R${record}`
    const held = partner.records.get(id)
    const version = held?.version ?? 1
    const content = { __typename: 'AdministrativePenalty' }
    if (how === 'LOST') partner.records.delete(id)
    else if (how === 'OLD' && held !== undefined && version > 1)
      partner.records.set(id, { ...held, version: version - 1 })
    else if (how === 'NEWER' && held !== undefined) partner.records.set(id, { ...held, version: version + 1 })
    else if (how === 'STRANGER' || (how === 'REVIVED' && held?.content === null))
      partner.records.set(id, { version, content })
  }
}

/** What a look at everything says that differs. */
function naiveCount(scene: Scene): number {
  const [should, has] = [due(scene), scene.partner.standing()]
  const ids = [...new Set([...should.keys(), ...has.keys()])]
  return ids.filter((id) => should.get(id) !== has.get(id)).length
}

test('whatever a partner has otherwise than it should is found, and repaired by deliveries', async () => {
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(tampering, { maxLength: 8 }), async (given) => {
      const scene = open(`f${number++}`)
      for (let record = 0; record < 12; record += 1)
        for (const kind of kinds.slice(0, 1 + (record % 4))) scene.records.commit(`R${record}`, kind, '甲局')
      await until(isDelivered(scene))
      await until(async () => (await stores.ledger.pageAfter(await stores.ledger.cursorOf(scene.id))) === null)
      tamper(scene, given)
      const expected = naiveCount(scene)
      const should = due(scene)
      const invented = [...scene.partner.standing()].filter(([id, version]) => version > (should.get(id) ?? version))
      const run = await reconciled(scene, true)
      await scene.stop()
      expect(scene.faults).toEqual([])
      const found = Object.values(run.found?.differences ?? {}).reduce((sum, count) => sum + count, 0)
      expect([run.state, found]).toEqual(['DONE', expected])
      expect(await reconciliations.differences.countDocuments({ run: run._id })).toBe(expected)
      // What is due stays where the partner has it in a version that the hub has never made, and stays a difference.
      const remaining = { MISSING: 0, SURPLUS: 0, OLDER: 0, NEWER: invented.length }
      if (expected > 0) expect(run.after?.differences).toEqual(remaining)
      expect(await reconciliations.differences.countDocuments({ run: run._id, remains: true })).toBe(invented.length)
      expect(sorted(scene.partner.standing())).toEqual(sorted(new Map([...should, ...invented])))
      for (const { recordId, version } of await stores.holdings.all.find({ agreement: scene.id }).toArray())
        expect(version).toBeLessThanOrEqual(scene.records.records.get(recordId)?.version ?? -1)
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('a repair waits for no schedule; without a repair nothing is sent', async () => {
  const scene = open('scheduled', { cron: '0 0 29 2 *' })
  scene.records.commit('R1', 'CREATED', '甲局')
  await until(isDelivered(scene))
  tamper(scene, [{ record: 1, how: 'LOST' }])
  const looked = await reconciled(scene, false)
  expect([looked.found?.differences.MISSING, looked.after]).toEqual([1, null])
  expect(scene.partner.standing().size).toBe(0)
  await reconciled(scene, true)
  expect(sorted(scene.partner.standing())).toEqual([['R1', 1]])
  await scene.stop()
}, 60_000)

test('no version that only the partner has overtakes what comes later', async () => {
  const scene = open('absurd')
  const content = { __typename: 'AdministrativePenalty' }
  scene.records.commit('R1', 'CREATED', '甲局')
  await until(isDelivered(scene))
  for (const id of ['R1', 'R2']) scene.partner.records.set(id, { version: 2_000_000_000, content })
  const run = await reconciled(scene, true)
  expect(run.after?.differences).toMatchObject({ NEWER: 1, SURPLUS: 0 })
  expect(await stores.holdings.overdue(scene.id, new Date('2100-01-01'))).toBe(0)
  scene.records.commit('R1', 'CORRECTED', '甲局')
  scene.records.commit('R2', 'CREATED', '甲局')
  await until(isDelivered(scene))
  await scene.stop()
}, 60_000)

test('a hub that goes down between a page of repairs and its note of them sends none twice', async () => {
  let kills = 1
  const killed = Object.create(reconciliations, {
    sent: {
      value: async (...given: Parameters<typeof reconciliations.sent>) => {
        if (kills-- > 0) throw new Error('killed')
        await reconciliations.sent(...given)
      },
    },
  })
  const scene = open('killed', undefined, { reconciliations: killed })
  for (const id of ['R1', 'R2', 'R3']) scene.records.commit(id, 'CREATED', '甲局')
  await until(isDelivered(scene))
  tamper(
    scene,
    [1, 2].map((record) => ({ record, how: 'LOST' })),
  )
  await reconciled(scene, true)
  const pages = await stores.ledger.pages.find({ agreement: scene.id, replay: { $ne: null } }).toArray()
  expect(pages.flatMap(({ events }) => events.map(({ recordId }) => recordId)).sort()).toEqual(['R1', 'R2'])
  expect([scene.partner.faults, scene.faults.length]).toEqual([[], 1])
  await scene.stop()
}, 60_000)

test('a repair tells nobody that the partner has read what it looks through', async () => {
  const scene = open('looked-through')
  for (const id of ['R1', 'R2', 'R3']) scene.records.commit(id, 'CREATED', '甲局')
  await until(isDelivered(scene))
  tamper(scene, [{ record: 1, how: 'LOST' }])
  const before = scene.records.reads.length
  await reconciled(scene, true)
  await until(isDelivered(scene))
  const named = scene.records.reads.slice(before).filter(({ subjectIds }) => subjectIds.length > 0)
  expect([...new Set(named.map(({ caller }) => caller))]).toEqual(['甲'])
  await scene.stop()
}, 60_000)

test('a partner that does not answer is no partner that holds nothing', async () => {
  const scene = open('deaf')
  scene.records.commit('R1', 'CREATED', '甲局')
  await until(isDelivered(scene))
  scene.partner.isDeaf = true
  const run = await reconciled(scene, true)
  expect([run.state, run.found, run.replay]).toEqual(['FAILED', null, null])
  expect([run.fault, scene.faults]).toEqual(['HUB_PARTNER_UNANSWERED: told to', []])
  await scene.stop()
}, 60_000)

test.each([
  [1, 'DONE', null],
  [9, 'FAILED', 'INTERNAL_SERVER_ERROR'],
])(
  "a reconciliation outlasts a short fault of the hub's own: %i of them",
  async (faults, state, fault) => {
    let left = faults
    const holdings = Object.create(stores.holdings, {
      heldBy: {
        value: (agreement: string) => {
          if (left-- > 0) throw new Error('the database is out')
          return stores.holdings.heldBy(agreement)
        },
      },
    })
    const scene = open(`faulty-${faults}`, undefined, { holdings })
    scene.records.commit('R1', 'CREATED', '甲局')
    await until(isDelivered(scene))
    const run = await reconciled(scene, false)
    expect([run.state, run.fault]).toEqual([state, fault])
    await scene.stop()
  },
  60_000,
)
