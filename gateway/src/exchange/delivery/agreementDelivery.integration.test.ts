import { setTimeout as delay } from 'node:timers/promises'
import type { LeaseDocument } from '@hub/schema/leases/lease'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { writeCursor } from '../feed/feedCursor.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { deliveryStores, prepareDeliveries } from './deliveryStores.ts'
import { AUTHORITIES, Scene, type SceneOptions } from './testing/deliveryScene.ts'
import type { Mood } from './testing/naivePartner.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())
const leases = database.db.collection<LeaseDocument>('exchange_leases')
const sceneOf = (id: string, options: SceneOptions) => new Scene(id, options, { stores, leases })

beforeAll(async () => {
  await prepareDeliveries(stores)
  // Before several at once would make it with their first lease.
  await database.db.createCollection('exchange_leases')
})

/** A run of it is not due while a test runs. */
const NEVER_NOW = { cron: '0 0 29 2 *' }

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
        const scene = sceneOf(`a${scenes}`, { authorities: first, subjects })
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
  const scene = sceneOf('scheduled', { subjects: ['S-1'], schedule: NEVER_NOW })
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
  const scene = sceneOf('untried', {})
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
  const scene = sceneOf('refused', {})
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

test('what was receipted is not sent again by whoever goes on with its page, however soon', async () => {
  const scene = sceneOf('soon', {})
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
  const scene = sceneOf('paused', {})
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
