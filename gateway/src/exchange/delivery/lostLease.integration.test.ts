import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { deliveryStores, prepareDeliveries } from './deliveryStores.ts'
import { ATTEMPT_MILLIS, LEASE_MILLIS, Scene, type SceneOptions, STILL_MILLIS } from './testing/deliveryScene.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())
const leases = database.db.collection<LeaseDocument>('exchange_leases')
const sceneOf = (id: string, options: SceneOptions) => new Scene(id, options, { stores, leases })
const SLOW_MILLIS = 1_200

beforeAll(async () => {
  await prepareDeliveries(stores)
  // Before several at once would make it with their first lease.
  await database.db.createCollection('exchange_leases')
})

test('what a hub that lost its lease still sends does not come after what other terms put in its place', async () => {
  const scene = sceneOf('overlap', { attemptMillis: SLOW_MILLIS })
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

test('a hub whose lease has run out notes nothing as untried: whoever has it since may have sent it', async () => {
  const scene = sceneOf('frozen', { attemptMillis: ATTEMPT_MILLIS })
  const { records, partner } = scene
  records.commit('R1', 'CREATED', '甲局', 'S-1')
  const [thaw, frozen] = [new EventEmitter(), { current: false, lease: false }]
  const lease = new Lease(leases, `delivery/${scene.id}`, LEASE_MILLIS)
  const untilThawed = async (what: keyof typeof frozen) => frozen[what] && (await once(thaw, what))
  try {
    scene.startHub({
      current: async () => {
        await untilThawed('current')
        return scene.agreement
      },
      lease: {
        hold: async () => {
          await untilThawed('lease')
          return lease.hold()
        },
        release: () => lease.release(),
        get heldSince() {
          return lease.heldSince
        },
      },
      targetOf: async () => {
        if (partner.deliveries === 0) throw new Error('no secrets for now')
        return partner
      },
    })
    // Its page is written, and nothing of it is sent.
    await expect.poll(() => scene.faults.length, { interval: 5 }).toBe(1)
    frozen.current = true
    // It has had its lease renewed, and asks what holds, before it goes on with its page.
    await delay(STILL_MILLIS)
    frozen.lease = true
    await delay(2 * LEASE_MILLIS)
    partner.mood = 'LOSES_ANSWERS'
    scene.startHub()
    await expect.poll(() => partner.records.size, { interval: 5 }).toBe(1)
    scene.change(['乙局'])
    frozen.current = false
    thaw.emit('current')
    await delay(LEASE_MILLIS)
    partner.mood = 'WELL'
    await scene.untilSettled()
    expect(scene.has().size).toBe(0)
  } finally {
    frozen.lease = false
    thaw.emit('lease')
    await scene.stop()
  }
}, 90_000)
