import { beforeAll, beforeEach, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type DivisionCollections, divisionCollections } from '../store/divisionCollections.ts'
import { testSealing } from '../testing/testSealing.ts'
import { HeadWatch } from './headWatch.ts'
import { prepareSequence, type RelayCollections, relayCollections } from './relayCollections.ts'

const database = testDatabase()
let collections: DivisionCollections
let relay: RelayCollections
let watch: HeadWatch

beforeAll(async () => {
  collections = divisionCollections(await connectTestDatabase(database), [], testSealing)
  relay = relayCollections(collections)
})
beforeEach(async () => {
  await relay.sequence.deleteMany({})
  await prepareSequence(relay)
  watch = new HeadWatch(relay)
  return () => watch.close()
})

const give = (last: number) => relay.sequence.updateOne({ _id: 'events' }, { $set: { last } })

test('who knows less than there is, or does not wait, is answered at once', async () => {
  await give(7)
  const began = performance.now()
  expect([await watch.beyond(3, 5_000), await watch.beyond(7, 0), await watch.beyond(9, 0)]).toEqual([7, 7, 7])
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('all who wait are told of the next number, each for himself', async () => {
  const waiting = [0, 0, 1, 2].map((after) => watch.beyond(after, 20_000))
  await give(1)
  expect(await Promise.all(waiting.slice(0, 2))).toEqual([1, 1])
  await give(2)
  expect(await waiting[2]).toBe(2)
  await give(5)
  expect(await waiting[3]).toBe(5)
})

test('whoever waits in vain is told what he knows, and a stop answers everybody', async () => {
  expect(await watch.beyond(4, 50)).toBe(4)
  const waiting = watch.beyond(4, 20_000)
  await watch.close()
  expect(await waiting).toBe(4)
})

test('whoever is told that the database fails keeps no place that another could wait at', async () => {
  let isDown = true
  const sequence: RelayCollections['sequence'] = Object.create(relay.sequence)
  sequence.findOne = (async () => {
    if (isDown) throw new Error('down')
    return relay.sequence.findOne({ _id: 'events' })
  }) as never
  const ill = new HeadWatch({ ...relay, sequence })
  for (let asked = 0; asked < 16; asked++) await expect(ill.beyond(0, 5_000)).rejects.toThrow('down')
  isDown = false
  const waiting = ill.beyond(0, 20_000)
  await give(1)
  expect(await waiting).toBe(1)
  await ill.close()
})

test('no number is missed, however it falls between looks', async () => {
  for (let number = 1; number <= 40; number++) {
    const waiting = watch.beyond(number - 1, 20_000)
    if (number % 3 === 0) await new Promise((resolve) => setTimeout(resolve, number % 7))
    await give(number)
    expect(await waiting).toBe(number)
  }
})
