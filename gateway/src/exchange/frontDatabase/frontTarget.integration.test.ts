import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import knex from 'knex'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import type { Delivery } from '../delivery/deliveryTarget.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { entryDigest, recordPlace } from '../reconciliation/tree/heldEntry.ts'
import type { FrontRow } from './frontRow.ts'
import { type FrontTable, FrontTarget } from './frontTarget.ts'
import { LibsqlClient } from './libsqlClient.ts'
import { MongoFront } from './mongoFront.ts'
import { SqlFront } from './sqlFront.ts'
import { StallingProxy } from './testing/stallingProxy.ts'

const { uri, name } = testDatabase()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'front-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Opened {
  readonly table: FrontTable
  /** What stands of an agreement. */
  readonly rows: (agreement: string) => Promise<FrontRow[]>
  readonly close: () => Promise<unknown>
}

function openMongo(): Opened {
  const url = new URL(uri)
  url.pathname = `/${name}-front`
  const client = new mongoose.mongo.MongoClient(url.href)
  const rows = (agreement: string) =>
    client
      .db()
      .collection<FrontRow>('credit_records')
      .find({ agreement }, { projection: { _id: 0 } })
      .toArray()
  const table = new MongoFront(url.href, 5_000)
  return { table, rows, close: () => Promise.all([table.close(), client.close()]) }
}

function openSqlite(): Opened {
  const filename = join(folder, 'front.db')
  const reader = knex({ client: LibsqlClient, connection: { filename }, useNullAsDefault: true })
  const rows = async (agreement: string) => {
    const found = await reader<FrontRow>('credit_records').where({ agreement })
    return found.map((row) => ({ ...row, withdrawn: Boolean(row.withdrawn) }))
  }
  const table = new SqlFront(`sqlite:${filename}`, 5_000)
  return { table, rows, close: () => Promise.all([table.close(), reader.destroy()]) }
}

function event(recordId: string, version: number, content: string | null): OutgoingEvent {
  return {
    id: `${recordId}-${version}`,
    division: 'market-order',
    sequence: version,
    kind: content === null ? 'WITHDRAWN' : 'CORRECTED',
    family: 'penalties',
    recordId,
    subjectId: 's1',
    version,
    recordedAt: '2026-04-01T00:00:00.000Z',
    effectiveOn: null,
    record: content === null ? null : { __typename: 'AdministrativePenalty', docNo: content },
  }
}

/** @param place of its first event */
function delivery(events: readonly OutgoingEvent[], place = 0): Delivery {
  const places = new Map(events.map(({ id }, index) => [id, place + index]))
  return { id: 'd', events, placeOf: (id) => places.get(id) ?? place }
}

interface Told {
  readonly recordId: string
  readonly version: number
  readonly place: number
  readonly content: string | null
}

const told: fc.Arbitrary<Told> = fc.record({
  recordId: fc.constantFrom('r1', 'r2', 'r3'),
  version: fc.integer({ min: 1, max: 4 }),
  place: fc.integer({ min: 1, max: 4 }),
  content: fc.option(fc.string({ maxLength: 12 })),
})
/** One event of a record in each: the last of several is the rule of `lastRows`. */
const deliveries = fc.array(
  fc.uniqueArray(told, { minLength: 1, maxLength: 3, selector: ({ recordId }) => recordId }),
  { maxLength: 8 },
)

/** Whether what is told undoes nothing that is newer, from a later place, or a tombstone of the same one. */
function stands(before: Told | undefined, next: Told): boolean {
  if (before === undefined) return true
  if (before.version !== next.version) return before.version < next.version
  if (before.place !== next.place) return before.place < next.place
  return before.content !== null || next.content === null
}

describe.each([
  ['MongoDB', openMongo],
  ['SQLite', openSqlite],
])('a front-end database on %s', (_, open) => {
  let opened: Opened
  beforeAll(() => {
    opened = open()
  })
  afterAll(() => opened.close())

  test('holds the last of each record as it is told, tombstones without content, whoever else writes', async () => {
    const target = new FrontTarget('a', opened.table)
    const answer = await target.deliver(delivery([event('r1', 1, '旧'), event('r1', 2, '新"\n'), event('r2', 1, '乙')]))
    expect(answer).toMatchObject({ kind: 'TAKEN', receipt: { missing: [] } })
    await new FrontTarget('b', opened.table).deliver(delivery([event('r1', 1, '另一协议')]))
    await target.deliver(delivery([event('r2', 2, null)]))
    const rows = (await opened.rows('a')).sort((one, other) => one.record_id.localeCompare(other.record_id))
    expect(rows).toMatchObject([
      { record_id: 'r1', subject_id: 's1', family: 'penalties', version: 2, withdrawn: false, kind: 'CORRECTED' },
      { record_id: 'r2', version: 2, withdrawn: true, content: null, kind: 'WITHDRAWN' },
    ])
    expect(JSON.parse(rows[0]?.content ?? '')).toEqual({ __typename: 'AdministrativePenalty', docNo: '新"\n' })
    expect(await opened.rows('b')).toMatchObject([{ record_id: 'r1', version: 1 }])
    const holdings = target.holdings()
    const entry = { record: 'r1', version: 2, family: 'penalties', subjectId: 's1' }
    expect(await holdings.entries([''])).toEqual([entry])
    const filled = (await holdings.children([''])).filter(({ count }) => count > 0)
    expect(filled).toEqual([
      { place: recordPlace('r1').slice(0, 1), count: 1, digest: entryDigest(entry).toString('hex') },
    ])
  })

  test('is what the latest of each record says, in whatever order it is told, and again', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(deliveries, async (given) => {
        const agreement = `p${run++}`
        const target = new FrontTarget(agreement, opened.table)
        const model = new Map<string, Told>()
        for (const some of [...given, ...given.slice(-1)]) {
          const events = some.map(({ recordId, version, content }) => event(recordId, version, content))
          const placeOf = (id: string) => some[events.findIndex((one) => one.id === id)]?.place ?? 0
          await target.deliver({ id: 'd', events, placeOf })
          for (const one of some) if (stands(model.get(one.recordId), one)) model.set(one.recordId, one)
        }
        const found = (await opened.rows(agreement)).map(({ record_id, version, place, content }): Told => {
          return {
            recordId: record_id,
            version,
            place,
            content: content === null ? null : JSON.parse(content).docNo,
          }
        })
        expect(new Map(found.map((one) => [one.recordId, one]))).toEqual(model)
      }),
      { numRuns: 40 },
    )
  })

  test('what a holder of a lost lease still writes brings back nothing that was withdrawn since, of the same version too', async () => {
    const target = new FrontTarget('late', opened.table)
    const content = delivery([event('r1', 1, '公示中')], 10_000)
    await target.deliver(content)
    await target.deliver(delivery([event('r1', 1, null)], 20_000))
    expect((await target.deliver(content)).kind).toBe('TAKEN')
    expect(await opened.rows('late')).toMatchObject([{ version: 1, withdrawn: true, content: null }])
    await target.deliver(delivery([event('r1', 1, '又公示')], 30_000))
    expect(await opened.rows('late')).toMatchObject([{ version: 1, withdrawn: false }])
  })

  test('takes deliveries at once, of one agreement and of two, and a reader reads between them', async () => {
    const other = open()
    const many = (version: number) =>
      Array.from({ length: 200 }, (_, index) => event(`m${index}`, version, `第${version}版`))
    const [target, second] = [new FrontTarget('many', opened.table), new FrontTarget('others', other.table)]
    let isDone = false
    const answers = Promise.all(
      [target, second, target, second, target].map((each, index) =>
        each.deliver(delivery(many(index + 1), 1_000 * index)),
      ),
    ).finally(() => {
      isDone = true
    })
    const seen: number[] = []
    while (!isDone) {
      const rows = await opened.rows('many').catch(() => undefined)
      if (rows !== undefined) seen.push(rows.length)
      await setTimeout(2)
    }
    expect((await answers).map(({ kind }) => kind)).toEqual(Array(5).fill('TAKEN'))
    expect(seen.filter((count) => count !== 0 && count !== 200)).toEqual([])
    expect(seen.length).toBeGreaterThan(0)
    expect(new Set((await opened.rows('many')).map(({ version }) => version))).toEqual(new Set([5]))
    await other.close()
  })
})

describe('a holder of MongoDB that stands still', () => {
  test.each(['"update"', 'commitTransaction'])('before %s, and goes on late, undoes nothing', async (command) => {
    const agreement = `stalled ${command}`
    const url = new URL(uri)
    url.pathname = `/${name}-front`
    const stalling = await StallingProxy.before(url, command.replaceAll('"', ''))
    const [slow, next] = [new MongoFront(stalling.url, 5_000), new MongoFront(url.href, 700)]
    const opened = openMongo()
    try {
      await new FrontTarget(`${agreement} first`, next).deliver(delivery([event('r1', 1, '先')]))
      const late = new FrontTarget(agreement, slow).deliver(delivery([event('r1', 1, '公示中')], 10_000))
      await stalling.stalled
      const told = delivery([event('r1', 1, null)], 20_000)
      const target = new FrontTarget(agreement, next)
      const begun = Date.now()
      const meanwhile = await target.deliver(told)
      // Nobody waits longer than agreed for what stands still.
      expect(Date.now() - begun).toBeLessThan(3_000)
      stalling.goOn()
      await late
      if (meanwhile.kind !== 'TAKEN') expect((await target.deliver(told)).kind).toBe('TAKEN')
      expect(await opened.rows(agreement)).toMatchObject([{ version: 1, withdrawn: true, content: null }])
    } finally {
      await Promise.all([slow.close(), next.close(), opened.close()])
      await stalling.close()
    }
  })
})

test('a table of before has a place added, and its rows give way to what is told then', async () => {
  const filename = join(folder, 'before.db')
  const database = knex({ client: LibsqlClient, connection: { filename }, useNullAsDefault: true })
  const table = new SqlFront(`sqlite:${filename}`, 5_000)
  const target = new FrontTarget('a', table)
  await target.deliver(delivery([event('r1', 1, '旧')]))
  await database.raw('alter table credit_records drop column place')
  const later = new SqlFront(`sqlite:${filename}`, 5_000)
  expect((await new FrontTarget('a', later).deliver(delivery([event('r1', 1, null)], 7))).kind).toBe('TAKEN')
  expect(await database('credit_records')).toMatchObject([{ version: 1, place: 7, content: null }])
  await Promise.all([table.close(), later.close(), database.destroy()])
})

test('a reader that stays makes SQLite wait, and a write that it held up leaves nothing locked', async () => {
  const filename = join(folder, 'held.db')
  const table = new SqlFront(`sqlite:${filename}`, 400)
  const target = new FrontTarget('a', table)
  const first = await target.deliver(delivery([event('r1', 1, '旧')]))
  expect(first.kind).toBe('TAKEN')
  const reader = knex({ client: LibsqlClient, connection: { filename }, useNullAsDefault: true })
  const staying = await reader.client.acquireConnection()
  staying.exec('BEGIN')
  staying.prepare('select * from credit_records').all()
  expect(await target.deliver(delivery([event('r1', 2, '新')]))).toMatchObject({
    kind: 'FAILED',
    reason: expect.stringContaining('SQLITE_BUSY'),
  })
  staying.exec('COMMIT')
  await reader.client.releaseConnection(staying)
  expect(await reader('credit_records')).toMatchObject([{ version: 1 }])
  expect((await target.deliver(delivery([event('r1', 2, '新')]))).kind).toBe('TAKEN')
  expect(await reader('credit_records')).toMatchObject([{ version: 2 }])
  await Promise.all([table.close(), reader.destroy()])
})

test('a database that is out is a failure that names no address and no value', async () => {
  const table = new MongoFront('mongodb://user:secret@127.0.0.1:9/front', 300)
  const target = new FrontTarget('a', table)
  const answer = await target.deliver(delivery([event('r1', 1, '内容')]))
  expect(answer.kind).toBe('FAILED')
  const asked = await target
    .holdings()
    .children([''])
    .catch((error: unknown) => error)
  expect(asked).toMatchObject({ code: 'HUB_PARTNER_UNANSWERED' })
  expect(JSON.stringify([answer, asked])).not.toMatch(/secret|127\.0\.0\.1|内容/)
  await table.close()
})
