import { setTimeout as delay } from 'node:timers/promises'
import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import { readCursor, readSnapshot, writeCursor } from '../feed/feedCursor.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { AgreementDelivery } from './agreementDelivery.ts'
import type { DeliveryCursor } from './deliveryCursor.ts'
import { DeliveryState } from './deliveryState.ts'
import { deliveryStores, prepareDeliveries } from './deliveryStores.ts'
import { PartnerBreaker } from './partnerBreaker.ts'
import { type Mood, NaivePartner } from './testing/naivePartner.ts'
import { NaiveRecords } from './testing/naiveRecords.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())
const leases = database.db.collection<LeaseDocument>('exchange_leases')
const LEASE_MILLIS = 600
const ATTEMPT_MILLIS = 50
const SLOW_MILLIS = 1_200
const PATIENCE_MILLIS = 20_000
/** A partner that fails is tried again within milliseconds, as long as deliveries go on. */
const STILL_MILLIS = LEASE_MILLIS

beforeAll(async () => {
  await prepareDeliveries(stores)
  // Before several at once would make it with their first lease.
  await database.db.createCollection('exchange_leases')
})

const AUTHORITIES = ['甲局', '乙局'] as const
/** A run of it is not due while a test runs. */
const NEVER_NOW = { cron: '0 0 29 2 *' }

interface SceneOptions {
  readonly authorities?: readonly string[]
  /** Subjects that the agreement covers; all when absent. */
  readonly subjects?: readonly string[] | undefined
  readonly schedule?: { readonly cron: string }
  readonly attemptMillis?: number
}

/** One agreement, the records it is about, its partner, and hubs that deliver by it. */
class Scene {
  readonly records = new NaiveRecords()
  readonly partner: NaivePartner
  readonly faults: unknown[] = []
  agreement: ExchangeAgreement
  private readonly hubs: { delivery: AgreementDelivery; ended: Promise<void> }[] = []

  constructor(
    readonly id: string,
    private readonly options: SceneOptions,
  ) {
    this.partner = new NaivePartner(options.subjects)
    this.agreement = { id, version: 1, standing: 'IN_FORCE', terms: termsOf(options) }
  }

  startHub(): void {
    const delivery = new AgreementDelivery({
      ...stores,
      feed: this.records.feed(),
      agreement: this.id,
      current: async () => this.agreement,
      lease: new Lease(leases, `delivery/${this.id}`, LEASE_MILLIS),
      leaseMillis: LEASE_MILLIS,
      attemptMillis: this.options.attemptMillis ?? ATTEMPT_MILLIS,
      targetOf: async () => this.partner,
      breakerOf: () => this.breaker,
      state: new DeliveryState(),
      onFault: (error) => this.faults.push(error),
    })
    this.hubs.push({ delivery, ended: delivery.run() })
  }

  /** Takes the lease away from whoever holds it, without telling. */
  async stealLease(): Promise<void> {
    await leases.deleteOne({ _id: `delivery/${this.id}` })
  }

  change(authorities: readonly string[]): void {
    const { version } = this.agreement
    this.agreement = { ...this.agreement, version: version + 1, terms: termsOf({ ...this.options, authorities }) }
  }

  end(): void {
    this.agreement = { ...this.agreement, version: this.agreement.version + 1, standing: 'ENDED' }
  }

  /** What the partner must have in the end: by record the version, or undefined for nothing. */
  due(): Map<string, number> {
    const allowed = this.agreement.terms.items[0]?.where?.[0]?.in ?? []
    const open = [...this.records.records].filter(
      ([, { isStanding, authority, subjectId }]) =>
        isStanding &&
        allowed.includes(authority) &&
        (this.options.subjects?.includes(subjectId) ?? true) &&
        this.agreement.standing === 'IN_FORCE',
    )
    return new Map(open.map(([recordId, { version }]) => [recordId, version]))
  }

  has(): Map<string, number> {
    const open = [...this.partner.records].filter(([, { content }]) => content !== null)
    return new Map(open.map(([recordId, { content }]) => [recordId, Number(content?.version)]))
  }

  async untilSettled(): Promise<void> {
    const sorted = (map: Map<string, number>) => JSON.stringify([...map].sort())
    const deadline = Date.now() + PATIENCE_MILLIS
    let calm = 0
    while (calm < 3) {
      const cursor = await stores.ledger.cursorOf(this.id)
      const isDone = await this.isThrough(cursor)
      calm = isDone && sorted(this.has()) === sorted(this.due()) ? calm + 1 : 0
      if (Date.now() > deadline) {
        expect([...this.has()].sort()).toEqual([...this.due()].sort())
        throw new Error(`a page stays open: ${JSON.stringify([cursor, this.faults.map(String)])}`)
      }
      await delay(30)
    }
  }

  /** Whether deliveries have gone through everything there is, under the terms of now. */
  private async isThrough(cursor: DeliveryCursor): Promise<boolean> {
    const { version, standing } = this.agreement
    const { terms, after, sweep } = cursor
    const [open, asked] = await Promise.all([stores.ledger.pageAfter(cursor), stores.replays.next(this.id)])
    if (open !== null || asked !== undefined || sweep?.isDone === false) return false
    if (standing === 'ENDED') return sweep !== null && sweep.below > version
    const isOver = after !== null && Object.keys(readSnapshot(after)).length === 0
    return terms === version && isOver && (readCursor(after)['market-order'] ?? 0) === this.records.changes.length
  }

  /** Waits until deliveries stand still. */
  async untilStill(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MILLIS
    for (let before = -1; before !== this.partner.deliveries; await delay(STILL_MILLIS)) {
      if (Date.now() > deadline) throw new Error('deliveries go on')
      before = this.partner.deliveries
    }
  }

  async stop(): Promise<void> {
    for (const { delivery } of this.hubs) delivery.stop()
    await Promise.all(this.hubs.map(({ ended }) => ended))
  }

  private readonly breaker = new PartnerBreaker(Date.now, () => 5)
}

function termsOf({ authorities = AUTHORITIES, subjects: subjectIds, schedule }: SceneOptions) {
  const where = [{ field: 'authority', in: authorities }]
  return trialTerms({ items: [{ family: 'penalties', subjectIds, where }], schedule })
}

type Step =
  | {
      readonly do: 'COMMIT'
      readonly record: string
      readonly kind: 'CHANGE' | 'CLOSE'
      readonly authority: string
      readonly subject: string
    }
  | { readonly do: 'MOOD'; readonly mood: Mood }
  | { readonly do: 'CHANGE'; readonly authorities: readonly string[] }
  | { readonly do: 'STEAL' | 'START' | 'WAIT' | 'REPLAY' | 'REPLAY_CHANGES' }

const authorities = fc.constantFrom<readonly string[]>(AUTHORITIES, ['甲局'], ['乙局'])
const commit = fc.record({
  do: fc.constant('COMMIT' as const),
  record: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5'),
  kind: fc.constantFrom('CHANGE' as const, 'CHANGE' as const, 'CLOSE' as const),
  authority: fc.constantFrom(...AUTHORITIES),
  subject: fc.constantFrom('S-1', 'S-2', 'S-3'),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: commit },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('MOOD' as const),
      mood: fc.constantFrom<Mood>('WELL', 'FAILS', 'LOSES_ANSWERS', 'REFUSES_BATCHES'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('CHANGE' as const), authorities }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constantFrom('STEAL', 'START', 'WAIT', 'WAIT', 'REPLAY', 'REPLAY_CHANGES'),
    }),
  },
)

/** Every change once more, also those that later ones have overtaken; without a cursor it is a snapshot. */
const FIRST_CHANGE = writeCursor({ 'market-order': 0 }, {})
const replay = { what: 'CURSOR', cursor: null, before: 0, by: '甲', reason: '试验' } as const

async function play(scene: Scene, steps: readonly Step[]): Promise<void> {
  for (const one of steps) {
    if (one.do === 'COMMIT') {
      const before = scene.records.records.get(one.record)
      const isRelinked = before !== undefined && before.subjectId !== one.subject
      const change = before === undefined ? 'CREATED' : isRelinked ? 'RELINKED' : 'CORRECTED'
      const kind = one.kind === 'CHANGE' || before === undefined ? change : 'REPAIRED'
      const subject = kind === 'REPAIRED' ? before?.subjectId : one.subject
      scene.records.commit(one.record, kind, one.authority, subject)
    } else if (one.do === 'MOOD') scene.partner.mood = one.mood
    else if (one.do === 'CHANGE') scene.change(one.authorities)
    else if (one.do === 'STEAL') await scene.stealLease()
    else if (one.do === 'START') scene.startHub()
    else if (one.do === 'REPLAY') await stores.replays.add({ ...replay, agreement: scene.id })
    else if (one.do === 'REPLAY_CHANGES')
      await stores.replays.add({ ...replay, cursor: FIRST_CHANGE, agreement: scene.id })
    else await delay(60)
  }
}

let scenes = 0

test('whatever partner, leases and agreement do, the partner has in the end what it should, in order, each id once', async () => {
  await fc.assert(
    fc.asyncProperty(
      authorities,
      fc.array(step, { minLength: 10, maxLength: 50 }),
      fc.boolean(),
      fc.constantFrom(undefined, ['S-1', 'S-2']),
      async (first, steps, isEnding, subjects) => {
        scenes += 1
        const scene = new Scene(`a${scenes}`, { authorities: first, subjects })
        try {
          scene.startHub()
          await play(scene, steps)
          scene.partner.mood = 'WELL'
          await scene.untilSettled()
          if (isEnding) {
            scene.end()
            await scene.untilSettled()
            expect(scene.has().size).toBe(0)
          }
          expect(scene.partner.faults).toEqual([])
          // What it was never sent it may be told to give up where another hub may have tried to send it.
          const isShared = steps.some((one) => one.do === 'STEAL' || one.do === 'START')
          const unanswered = isShared ? await unansweredRecords(scene.id) : new Set<string>()
          expect([...scene.partner.strangers].filter((recordId) => !unanswered.has(recordId))).toEqual([])
          expect(await unreceipted(scene.id)).toEqual([])
          expect(await stores.holdings.withdrawals.countDocuments({ agreement: scene.id })).toBe(0)
        } finally {
          await scene.stop()
        }
      },
    ),
    { numRuns: 40, endOnFailure: true },
  )
}, 300_000)

test('between two runs of a schedule withdrawals go and content waits', async () => {
  const scene = new Scene('scheduled', { subjects: ['S-1'], schedule: NEVER_NOW })
  const { records, partner } = scene
  for (const record of ['R1', 'R2', 'R3']) records.commit(record, 'CREATED', '甲局', 'S-1')
  try {
    scene.startHub()
    await scene.untilSettled()
    await expect.poll(async () => (await stores.ledger.cursorOf(scene.id)).ranAt).not.toBeNull()
    records.commit('R1', 'CORRECTED', '甲局', 'S-1')
    records.commit('R4', 'CREATED', '甲局', 'S-1')
    records.commit('R2', 'REPAIRED', '甲局', 'S-1')
    records.commit('R3', 'RELINKED', '甲局', 'S-2')
    records.commit('R4', 'REPAIRED', '甲局', 'S-1')
    await expect.poll(() => [...scene.has()]).toEqual([['R1', 1]])
    await expect.poll(() => stores.holdings.withdrawals.countDocuments({ agreement: scene.id })).toBe(0)
    expect([partner.ids.size, partner.records.has('R4')]).toEqual([5, false])
    // The next run, which other terms bring at once, repeats nothing of it.
    scene.change(AUTHORITIES)
    await scene.untilSettled()
    expect([partner.faults, partner.ids.size]).toEqual([[], 6])
  } finally {
    await scene.stop()
  }
}, 90_000)

test('what other terms overtook before anyone tried to send it is not withdrawn: the partner never heard of it', async () => {
  const scene = new Scene('untried', {})
  const { records, partner } = scene
  // One subject's records go one batch after the other, so the second batch waits for the first.
  for (let record = 1; record <= 150; record += 1) records.commit(`R${record}`, 'CREATED', '甲局', 'S-1')
  partner.mood = 'FAILS'
  try {
    scene.startHub()
    await expect.poll(() => partner.deliveries).toBeGreaterThan(0)
    scene.change(['乙局'])
    await expect.poll(async () => (await unansweredRecords(scene.id)).size).toBe(150)
    partner.mood = 'WELL'
    await expect.poll(async () => (await stores.ledger.cursorOf(scene.id)).sweep?.isDone).toBe(true)
    expect([partner.strangers.size, partner.ids.size]).toEqual([0, 125])
  } finally {
    await scene.stop()
  }
}, 90_000)

test('a withdrawal that was refused is open until the record goes out again', async () => {
  const scene = new Scene('refused', {})
  const { records, partner } = scene
  const open = () => stores.holdings.withdrawals.find({ agreement: scene.id }).toArray()
  records.commit('R1', 'CREATED', '甲局', 'S-1')
  try {
    scene.startHub()
    await scene.untilSettled()
    partner.mood = 'REFUSES_ENDS'
    records.commit('R1', 'REPAIRED', '甲局', 'S-1')
    await expect.poll(open).toMatchObject([{ recordId: 'R1', version: 2 }])
    await expect.poll(() => receiptedOutcomes(scene.id)).toContain('REFUSED')
    expect(await open()).toHaveLength(1)
    records.commit('R1', 'CORRECTED', '甲局', 'S-1')
    await scene.untilSettled()
    await expect.poll(open).toEqual([])
  } finally {
    await scene.stop()
  }
}, 90_000)

test('what a hub that lost its lease still sends does not come after what other terms put in its place', async () => {
  const scene = new Scene('overlap', { attemptMillis: SLOW_MILLIS })
  const { records, partner } = scene
  records.commit('R1', 'CREATED', '甲局', 'S-1')
  partner.takesMillis = () => SLOW_MILLIS
  try {
    scene.startHub()
    await expect.poll(() => partner.deliveries, { interval: 5 }).toBe(1)
    partner.takesMillis = () => 0
    records.commit('R1', 'CORRECTED', '甲局', 'S-1')
    scene.change(['甲局'])
    await scene.stealLease()
    scene.startHub()
    await scene.untilSettled()
  } finally {
    // It waits for what is on its way.
    await scene.stop()
  }
  expect([partner.faults, partner.deliveries, [...scene.has()]]).toEqual([[], 2, [['R1', 2]]])
}, 90_000)

test('what was receipted is not sent again by whoever goes on with its page, however soon', async () => {
  const scene = new Scene('soon', {})
  const { records, partner } = scene
  for (const [record, subject] of [
    ['R1', 'S-1'],
    ['R2', 'S-2'],
  ] as const)
    records.commit(record, 'CREATED', '甲局', subject)
  partner.mood = 'ANSWERS_IN_PART'
  try {
    scene.startHub()
    await expect.poll(() => receiptedOutcomes(scene.id), { interval: 5 }).toHaveLength(1)
    await scene.stealLease()
    scene.startHub()
    await expect.poll(() => partner.deliveries).toBeGreaterThan(10)
    partner.mood = 'WELL'
    await scene.untilSettled()
    expect(partner.repeats).toBe(0)
  } finally {
    await scene.stop()
  }
}, 90_000)

test('the time in which a page is tried does not run through a pause', async () => {
  const scene = new Scene('paused', {})
  const { records, partner } = scene
  records.commit('R1', 'CREATED', '甲局', 'S-1')
  partner.mood = 'FAILS'
  try {
    scene.startHub()
    await expect.poll(() => partner.deliveries).toBeGreaterThan(0)
    await stores.ledger.pause(scene.id, { by: '甲', at: new Date(), reason: '试验' })
    await scene.untilStill()
    const longAgo = new Date(Date.now() - 1_000 * 3_600_000)
    await stores.ledger.pages.updateMany({ agreement: scene.id }, { $set: { writtenAt: longAgo } })
    await stores.ledger.pause(scene.id, null)
    const before = partner.deliveries
    await expect.poll(() => partner.deliveries).toBeGreaterThan(before + 1)
    partner.mood = 'WELL'
    await scene.untilSettled()
    expect(await stores.deadLetters.count(scene.id)).toBe(0)
    const last = Date.parse(records.changes.at(-1)?.recordedAt ?? '')
    await expect.poll(async () => (await stores.ledger.cursorOf(scene.id)).lookedAt?.getTime()).toBeGreaterThan(last)
  } finally {
    await scene.stop()
  }
}, 90_000)

async function receiptedOutcomes(agreement: string): Promise<string[]> {
  const receipts = await stores.ledger.receipts.find({ agreement }).toArray()
  return receipts.flatMap(({ rows }) => rows.map(({ outcome }) => outcome))
}

async function unansweredRecords(agreement: string): Promise<Set<string>> {
  const receipts = await stores.ledger.receipts.find({ agreement }).toArray()
  const rows = receipts.flatMap((receipt) => receipt.rows)
  return new Set(rows.filter(({ outcome }) => outcome === 'OVERTAKEN').map(({ recordId }) => recordId))
}

/** Events of settled pages that no receipt speaks of. */
async function unreceipted(agreement: string): Promise<string[]> {
  const pages = await stores.ledger.pages.find({ agreement }).toArray()
  const receipts = await stores.ledger.receipts.find({ agreement }).toArray()
  const told = new Set(receipts.flatMap(({ page, rows }) => rows.map(({ eventId }) => `${page} ${eventId}`)))
  return pages.flatMap(({ number, events }) =>
    events.map(({ id }) => `${number} ${id}`).filter((row) => !told.has(row)),
  )
}
