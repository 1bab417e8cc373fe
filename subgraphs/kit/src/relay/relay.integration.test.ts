import { Lease } from '@hub/schema/leases/lease'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../test/setup/testDatabase.ts'
import { buildIndexes, type DivisionCollections, divisionCollections } from '../store/divisionCollections.ts'
import { TransactionGivenUp } from '../store/inTransaction.ts'
import { RecordStore } from '../store/recordStore.ts'
import { sampleFamily } from '../testing/sampleFamily.ts'
import { testSealing } from '../testing/testSealing.ts'
import { eventFeed, type NumberedEvent } from './eventFeed.ts'
import { keepRelaying } from './keepRelaying.ts'
import { numberEvents } from './numberEvents.ts'
import { prepareSequence, type RelayCollections, relayCollections } from './relayCollections.ts'

const database = testDatabase()
let collections: DivisionCollections
let relay: RelayCollections

beforeAll(async () => {
  collections = divisionCollections(await connectTestDatabase(database), [sampleFamily], testSealing)
  await buildIndexes(collections)
  relay = relayCollections(collections)
})

async function fresh(): Promise<void> {
  const { current, versions } = collections.modelsOf(sampleFamily)
  for (const collection of [current, versions, collections.keys.collection, collections.outbox])
    await collection.deleteMany({})
  await relay.sequence.deleteMany({})
  await relay.leases.deleteMany({})
  await prepareSequence(relay)
}

function write(notes: readonly string[], title: string): Promise<unknown> {
  const requests = notes.map((noteNo) => ({
    kind: 'PUT' as const,
    subjectId: `S-${noteNo}`,
    fields: { noteNo, title },
  }))
  return new RecordStore(collections).write(sampleFamily, requests, { operator: 'test' })
}

async function everything(pageSize: number): Promise<NumberedEvent[]> {
  const all: NumberedEvent[] = []
  for (let after = 0, more = true; more; ) {
    const page = await eventFeed(collections, { after, first: pageSize })
    all.push(...page.events)
    after = page.next
    more = page.hasMore
  }
  return all
}

/** What every feed must be: numbered from 1 without gaps, each committed event once, versions of a record in order. */
async function expectWholeFeed(events: readonly NumberedEvent[]): Promise<void> {
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  expect(new Set(events.map(({ _id }) => _id)).size).toBe(await collections.outbox.countDocuments())
  const last = new Map<string, number>()
  for (const { recordId, version } of events) {
    expect(version).toBe((last.get(recordId) ?? 0) + 1)
    last.set(recordId, version)
  }
}

/** Without a lease several are in each other's way all the time; one that gives up comes again. */
async function numberedBeside(batchSize: number): Promise<number> {
  try {
    return await numberEvents(collections, relay, batchSize)
  } catch (error) {
    if (error instanceof TransactionGivenUp) return 1
    throw error
  }
}

describe('the relay', () => {
  test('of several at once numbers every event once, without gaps, while writers go on', async () => {
    const note = fc.constantFrom('N1', 'N2', 'N3', 'N4', 'N5')
    const batches = fc.array(fc.uniqueArray(note, { minLength: 1 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 4 }), async (written, batchSize) => {
        await fresh()
        let writing = true
        const relays = Array.from({ length: 3 }, async () => {
          while (writing || (await numberedBeside(batchSize)) > 0) await numberedBeside(batchSize)
        })
        for (const [index, notes] of written.entries()) await write(notes, `第${index}次`)
        writing = false
        await Promise.all(relays)
        await expectWholeFeed(await everything(3))
      }),
      { numRuns: 8 },
    )
  }, 120_000)

  test('in two processes is woken by what is written, and goes on when the one that held the lease has left', async () => {
    await fresh()
    const failures: unknown[] = []
    const [first, second] = [1, 2].map(() => keepRelaying(collections, (error) => failures.push(error)))
    await write(['A', 'B'], '甲')
    await expect.poll(async () => (await everything(100)).length, { timeout: 5_000 }).toBe(2)
    await first?.stop()
    await write(['A', 'C'], '乙')
    await expect.poll(async () => (await everything(100)).length, { timeout: 15_000 }).toBe(4)
    await second?.stop()
    await expectWholeFeed(await everything(100))
    expect(failures).toEqual([])
  })

  test('tells an event that was recorded first and committed last to whoever has read those that came between', async () => {
    await fresh()
    await write(['A'], '甲')
    const { _id, ...kept } = (await collections.outbox.findOne({})) ?? expect.fail('nothing was announced')
    await collections.outbox.deleteMany({})
    const session = await collections.connection.startSession()
    try {
      session.startTransaction()
      await collections.outbox.insertOne({ ...kept, _id: `${_id}-late` }, { session })
      await write(['B', 'C'], '乙')
      await numberEvents(collections, relay, 10)
      const read = await eventFeed(collections, { after: 0, first: 10 })
      expect(read.events.map(({ sequence }) => sequence)).toEqual([1, 2])
      await session.commitTransaction()
      await numberEvents(collections, relay, 10)
      const then = await eventFeed(collections, { after: read.next, first: 10 })
      expect(then.events).toMatchObject([{ _id: `${_id}-late`, sequence: 3 }])
    } finally {
      await session.endSession()
    }
  })

  test('tells families apart without losing its place', async () => {
    await fresh()
    await write(['A', 'B', 'C'], '甲')
    await numberEvents(collections, relay, 10)
    expect(await eventFeed(collections, { after: 0, first: 2, families: ['others'] })).toEqual({
      events: [],
      next: 2,
      hasMore: true,
    })
  })
})

test('a lease is held by one until it runs out or is left, who knows since when no other can have had it', async () => {
  await fresh()
  let now = Date.parse('2026-01-01T00:00:00Z')
  const [one, two] = [1, 2].map(() => new Lease(relay.leases, 'test', 1_000, () => now))
  expect([await one?.hold(), await two?.hold()]).toEqual([true, false])
  const begun = now
  now += 900
  expect([await one?.hold(), await two?.hold()]).toEqual([true, false])
  now += 1_001
  expect([await one?.hold(), one?.heldSince, two?.heldSince]).toEqual([true, begun, undefined])
  now += 1_001
  expect([await two?.hold(), await one?.hold()]).toEqual([true, false])
  expect([one?.heldSince, two?.heldSince]).toEqual([undefined, now])
  await two?.release()
  now += 1
  expect([await one?.hold(), one?.heldSince, two?.heldSince]).toEqual([true, now, undefined])
})
