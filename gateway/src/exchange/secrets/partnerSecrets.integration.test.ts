import type { mongo } from 'mongoose'
import { expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { PartnerSecrets } from './partnerSecrets.ts'
import { trialSealer } from './testing/trialSealer.ts'

const database = testHubDatabase()
const sealer = trialSealer()
const HOUR_MILLIS = 3_600_000
let now = new Date('2026-11-27T00:00:00.000Z')
const clock = () => now

/** The database of a hub that ends before it writes the end of a secret's former text. */
function cutOff(db: mongo.Db): mongo.Db {
  const collection = (of: string) =>
    new Proxy(db.collection(of), {
      get: (target, key) =>
        key === 'updateMany' ? () => Promise.reject(new Error('cut off')) : Reflect.get(target, key).bind(target),
    })
  return new Proxy(db, { get: (target, key) => (key === 'collection' ? collection : Reflect.get(target, key)) })
}

test('a secret that is changed holds beside its former text for the hours that were said, and then alone', async () => {
  const secrets = new PartnerSecrets(database.db, sealer, clock)
  const { id, text: first } = await secrets.create('某平台', '甲')
  const { text: second } = await secrets.rotate(id, { by: '甲', overlapHours: 2 })
  expect(await secrets.textsOf([id])).toEqual([second, first])
  now = new Date(now.getTime() + 3 * HOUR_MILLIS)
  expect(await secrets.textsOf([id])).toEqual([second])
})

test('a change that was cut off has changed nothing, so that no former text holds without an end', async () => {
  const secrets = new PartnerSecrets(database.db, sealer, clock)
  const { id, text: first } = await secrets.create('某平台', '甲')
  const cut = new PartnerSecrets(cutOff(database.db), sealer, clock)
  await expect(cut.rotate(id, { by: '甲', overlapHours: 2 })).rejects.toThrow('cut off')
  expect(await secrets.textsOf([id])).toEqual([first])
  const { text: second } = await secrets.rotate(id, { by: '甲', overlapHours: 2 })
  now = new Date(now.getTime() + 3 * HOUR_MILLIS)
  expect(await secrets.textsOf([id])).toEqual([second])
})
