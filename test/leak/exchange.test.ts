import { AgreementStore } from '@hub/gateway/exchange/agreements/agreementStore'
import type { CatalogueItem } from '@hub/gateway/exchange/agreements/agreementTerms'
import { DivisionFeed } from '@hub/gateway/exchange/feed/divisionFeed'
import { FeedReader } from '@hub/gateway/exchange/feed/feedReader'
import { FrontTarget } from '@hub/gateway/exchange/frontDatabase/frontTarget'
import { StreamOperation, type Subscriber } from '@hub/gateway/exchange/stream/streamOperation'
import { SharedWork } from '@hub/gateway/execution/sharedWork'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { type ChangeReader, isTold, type KeptRow, tellingOf } from './exchange/changeReader.ts'
import { DeliveryScene, type LeakPartner } from './exchange/deliveryScene.ts'
import { type DeliveryMarks, deliverySights } from './exchange/deliverySights.ts'
import { FileScene, type FileWay } from './exchange/fileScene.ts'
import { happenings, keptRow, relayAll } from './exchange/happenings.ts'
import { judgeFiles } from './exchange/judgeFiles.ts'
import { judgeHub } from './exchange/judgeHub.ts'
import { always, type JudgeParts, judgeBytes, judgeSight, never } from './exchange/judgeSight.ts'
import { type LeakAgreement, leakAgreements } from './exchange/leakAgreements.ts'
import { pulledSight } from './exchange/pulledSight.ts'
import { filledRecords } from './exchange/recordFields.ts'
import { ReadStream } from './exchange/streamSights.ts'
import { type ToldServer, toldServer } from './exchange/toldServer.ts'
import { changesOf, feedOf } from './exchange/toldSights.ts'
import { Findings } from './findings.ts'
import { type LeakCaller, leakCallers } from './leakCallers.ts'
import { type LeakWorld, leakWorld } from './leakWorld.ts'
import { changeRow, seedRows } from './rowFindings.ts'

const database = testDatabase()
const lines: string[] = []
const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
const ways: readonly FileWay[] = [
  { standard: 'SGS-2019', format: 'NATIONAL_XML' },
  { standard: 'SGS-2019', format: 'CSV' },
  { standard: 'SGS-2019', format: 'XLSX' },
  { standard: 'SGS-2018', format: 'CSV' },
  { standard: 'SGS-2016', format: 'NATIONAL_XML' },
]

/** Partners of hubs in which something is broken. */
const BROKEN = ['broken-fields', 'broken-subjects', 'broken-level', 'broken-table']

let world: LeakWorld
let rows: readonly KeptRow[]
let filled: JudgeParts['filled']
/** What stands once things have happened. */
let standing: Omit<JudgeParts, 'findings'>
let callers: readonly LeakCaller[]
let server: ToldServer
let agreements: ReadonlyMap<string, LeakAgreement>
let scene: DeliveryScene
let files: FileScene
const partners: LeakPartner[] = []
const marks = new Map<LeakPartner, DeliveryMarks>()
const streams: ReadStream[] = []

/** Whom nothing of changes is told is as good as a partner without an agreement. */
const readerOf = (caller: LeakCaller): ChangeReader => ({
  name: caller.name,
  caller,
  ...(isTold(caller) ? {} : { itemOf: () => undefined }),
})

/** The same reader, who follows the subject of one row. */
const readerOfSubject = (reader: ChangeReader, followed: KeptRow | undefined): ChangeReader => ({
  ...reader,
  itemOf: (family) =>
    reader.itemOf === undefined && family === followed?.row.family
      ? { covers: (row) => row === followed.row }
      : undefined,
})

function report(what: string, { size, wrong }: Findings): void {
  console.info(`exchange matrix, ${what}: ${size} cells, ${wrong.length} wrong`)
  expect(wrong.slice(0, 40)).toEqual([])
}

beforeAll(async () => {
  world = await leakWorld(database, undefined, logger)
  rows = (await seedRows(world)).map((row) => keptRow(world, row))
  await relayAll(world)
  filled = await filledRecords(world, rows)
  callers = leakCallers(rows.filter(({ row }) => row.about === 'own').map(({ row }) => row.subjectId))
  agreements = new Map(leakAgreements(rows).map((one) => [one.name, one]))
  const readers = [...agreements.values()].map(({ reader }) => reader.caller)
  server = await toldServer(world, [...callers, ...readers], logger)
  scene = await DeliveryScene.open(world, { database, names: ['shared', 'authorised', 'narrow', ...BROKEN], logger })
  files = new FileScene(world, scene.folder, logger)
}, 300_000)
afterAll(async () => {
  for (const stream of streams) stream.cut()
  await scene?.close()
  await server?.close()
  await world?.close()
}, 60_000)

function callerNamed(name: string): LeakCaller {
  const found = callers.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no caller ${name}`)
  return found
}

function agreement(name: string): LeakAgreement {
  const found = agreements.get(name)
  if (found === undefined) throw new Error(`no agreement ${name}`)
  return found
}

describe('reader x record x field x channel: nobody is told more than is his, and everybody what is', () => {
  test('of what there is, to callers', async () => {
    const findings = new Findings()
    const parts = { world, findings, rows, filled }
    const all = async (look: (caller: LeakCaller, reader: ChangeReader) => Promise<void>): Promise<void> => {
      // All at once: readers of different rights share what they read.
      await Promise.all(callers.map((caller) => look(caller, readerOf(caller))))
    }
    await all(async (caller, reader) => judgeSight(parts, reader, await changesOf(world, rows, caller)))
    const told = new Map<string, number>()
    await all(async (caller, reader) => {
      const sight = await feedOf(server.origin, caller)
      judgeSight(parts, reader, sight)
      told.set(caller.name, sight.changes.length)
    })
    await all(async (caller, reader) => {
      const stream = await ReadStream.open(server.origin, { world, rows }, caller)
      streams.push(stream)
      await stream.until((seen) => seen.length >= (told.get(caller.name) ?? 0))
      judgeSight(parts, reader, stream.take('of before'))
    })
    const [followed] = rows.filter(({ row }) => row.family === 'penalties' && row.name === 'in force')
    await all(async (caller, reader) => {
      const stream = await ReadStream.open(server.origin, { world, rows }, caller, followed?.row.subjectId)
      // The subject itself, and its penalty.
      await stream.until((seen) => seen.length >= 2)
      judgeSight(parts, readerOfSubject(reader, followed), stream.take('of before'))
      stream.cut()
    })
    report('callers', findings)
  }, 300_000)

  test('of what there is, to partners by agreements', async () => {
    const findings = new Findings()
    const parts = { world, findings, rows, filled }
    for (const name of ['shared', 'authorised', 'narrow']) partners.push(await scene.agree(agreement(name)))
    await scene.settled()
    for (const partner of partners) {
      const { sights, marks: now } = await deliverySights(partner)
      const pulled = await pulledSight(server.origin, partner)
      for (const sight of [...sights, pulled]) judgeSight(parts, partner.agreement.reader, sight, never)
      marks.set(partner, now)
    }
    report('partners', findings)
  }, 300_000)

  test('of what there is, in files', async () => {
    const findings = new Findings()
    const parts = { world, findings, rows }
    for (const way of ways) await files.agree(agreement('forms'), way)
    await files.agree(agreement('nothing'), { standard: 'SGS-2019', format: 'CSV' })
    const written = await files.round(agreement('forms'), ways)
    for (const one of written) judgeFiles(parts, agreement('forms').reader, one, never)
    expect(written.map(({ standard, rows: count }) => [standard, count])).toEqual(
      ways.map(({ standard }) => [standard, 8]),
    )
    const [nil] = await files.round(agreement('nothing'), [{ standard: 'SGS-2019', format: 'CSV' }])
    expect([nil?.nil, nil?.rows]).toEqual([true, 0])
    if (nil) judgeFiles(parts, agreement('nothing').reader, nil, never)
    report('files', findings)
  }, 120_000)

  test('of what happens while they are there', async () => {
    const findings = new Findings()
    const after = await happenings(world, rows)
    const parts = { world, findings, rows: after, filled: await filledRecords(world, after) }
    await Promise.all(
      streams.slice(0, callers.length).map(async (stream) => {
        const reader = readerOf(stream.caller)
        const due = after.filter((kept) => tellingOf(reader, kept) !== 'ABSENT').map(({ row }) => row.recordId)
        if (due.length > 0)
          await stream.until((seen) => due.every((id) => seen.some(({ recordId }) => recordId === id)))
        judgeSight(parts, reader, stream.take('of now'))
      }),
    )
    await scene.settled()
    const changed = new Set(after.map(({ row }) => row.recordId))
    const still = rows.filter(({ row }) => !changed.has(row.recordId))
    standing = { world, rows: [...still, ...after], filled: new Map([...filled, ...parts.filled]) }
    const had = ({ row }: KeptRow) => changed.has(row.recordId)
    for (const partner of partners) {
      const { reader } = partner.agreement
      const { sights } = await deliverySights(partner, marks.get(partner))
      for (const { channel, ...sight } of [...sights, await pulledSight(server.origin, partner)]) {
        const isTable = channel.startsWith('front')
        judgeSight(
          isTable ? { ...standing, findings } : parts,
          reader,
          { channel: `${channel} then`, ...sight },
          isTable ? had : always,
        )
      }
    }
    await Promise.all(
      callers.map(async (caller) =>
        judgeSight({ ...standing, findings }, readerOf(caller), await feedOf(server.origin, caller, true), never),
      ),
    )
    const written = await files.round(agreement('forms'), ways)
    for (const one of written) judgeFiles({ world, findings, rows: after }, agreement('forms').reader, one, always)
    report('what happens', findings)
  }, 300_000)

  test('of deliveries, to whoever runs them', async () => {
    const findings = new Findings()
    const ids = [...partners.flatMap((partner) => partner.ids), 'forms-csv', 'forms-national-xml', 'forms-xlsx']
    const metrics = await scene.metrics.registry.metrics()
    await judgeHub({ world, findings, rows: standing.rows }, callers, { log: lines.join(''), metrics, agreements: ids })
    expect([lines.length > 10, metrics.length > 1_000]).toEqual([true, true])
    report('the hub itself', findings)
  }, 300_000)
})

const undo: (() => unknown)[] = []
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step()
})

/** Puts another method in the place of one, until the test has ended. */
function broken<Type extends object, Name extends keyof Type>(
  type: Type,
  name: Name,
  by: (real: Type[Name]) => Type[Name],
): void {
  const { [name]: real } = type
  undo.push(() => Object.assign(type, { [name]: real }))
  Object.assign(type, { [name]: by(real) })
}

const everything = { caller: 'inspector', role: 'INSPECTOR' } as const
/** Of some channels those that have told too much. */
const channelsOf = (wrong: readonly string[], channels: readonly string[]): string[] => {
  const tooMuch = wrong.filter((line) => / seen$| in the bytes$| for ABSENT$| CONTENT for GONE$/.test(line))
  return channels.filter((channel) => tooMuch.some((line) => line.startsWith(`${channel} `)))
}

/** These prove the matrix, not the hub: with one thing broken it has to go red, on every channel that rests on it. */
describe('the matrix goes red', () => {
  const toPartners = ['push', 'government gateway', 'front SQL', 'front MongoDB', 'pull']

  async function foundInPages(names: readonly string[]): Promise<string[]> {
    const findings = new Findings()
    const look = async (caller: LeakCaller): Promise<void> => {
      const reader = readerOf(caller)
      for (const sight of [await changesOf(world, standing.rows, caller), await feedOf(server.origin, caller)])
        judgeSight({ ...standing, findings }, reader, sight)
    }
    await Promise.all(names.map((name) => look(callerNamed(name))))
    return findings.wrong
  }

  async function foundInStream(name: string): Promise<string[]> {
    const findings = new Findings()
    const caller = callerNamed(name)
    const { changes } = await feedOf(server.origin, caller)
    const stream = await ReadStream.open(server.origin, { world, rows: standing.rows }, caller)
    streams.push(stream)
    await stream.until((seen) => seen.length >= changes.length)
    judgeSight({ ...standing, findings }, readerOf(caller), stream.take('of now'))
    stream.cut()
    return findings.wrong
  }

  async function foundByPartner(name: string): Promise<string[]> {
    const findings = new Findings()
    const partner = await scene.agree(agreement('narrow'), name)
    await scene.settled([partner])
    const { sights } = await deliverySights(partner)
    const pulled = await pulledSight(server.origin, partner)
    for (const sight of [...sights, pulled])
      judgeSight({ ...standing, findings }, partner.agreement.reader, sight, never)
    return findings.wrong
  }

  const withItems = (change: (item: CatalogueItem) => CatalogueItem) =>
    broken(
      AgreementStore.prototype,
      'versionsOf',
      (versionsOf) =>
        async function (this: AgreementStore, ...asked) {
          const versions = await versionsOf.apply(this, asked)
          return versions.map((one) => ({ ...one, terms: { ...one.terms, items: one.terms.items.map(change) } }))
        },
    )

  test('on no channel to callers, when nothing is broken', async () => {
    expect(await foundInPages(['credit platform', 'analyst with agreement'])).toEqual([])
    expect(await foundInStream('credit platform')).toEqual([])
  }, 120_000)

  test('when the feed reads for everybody as for who sees everything', async () => {
    const audience = world.streams.audienceOf(everything)
    broken(
      DivisionFeed.prototype,
      'read',
      (read) =>
        function (this: DivisionFeed, question, cancellation) {
          return read.call(this, { ...question, audience, caller: everything }, cancellation)
        },
    )
    // A stream tells nothing then: a record that its division does not give its reader counts as an outage.
    const wrong = await foundInPages(['credit platform'])
    expect(channelsOf(wrong, ['changes', 'feed'])).toEqual(['changes', 'feed'])
    expect(wrong.some((line) => /^feed .* seen$/.test(line))).toBe(true)
  }, 120_000)

  test('when a stream reads as somebody who sees everything', async () => {
    broken(
      StreamOperation.prototype,
      'run',
      (run) =>
        function (this: StreamOperation, ...asked) {
          Object.assign((this as unknown as { subscriber: Subscriber }).subscriber.context, { caller: everything })
          return run.apply(this, asked)
        },
    )
    const wrong = await foundInStream('credit platform')
    expect(channelsOf(wrong, ['stream of now'])).toEqual(['stream of now'])
    expect(wrong.some((line) => / CONTENT for GONE$/.test(line))).toBe(true)
  }, 120_000)

  test('when readers of different rights share what they read', async () => {
    const kept = new Map<string, Promise<unknown>>()
    broken(
      SharedWork.prototype,
      'run',
      (run) =>
        function (this: SharedWork<unknown>, key, ...given) {
          if (!key.startsWith('[')) return run.call(this, key, ...given)
          // Kept for later readers too, or it would depend on who comes when.
          const asked = JSON.stringify(JSON.parse(key).slice(1))
          const read = kept.get(asked) ?? run.call(this, asked, ...given)
          kept.set(asked, read)
          return read
        },
    )
    await feedOf(server.origin, callerNamed('inspector'))
    const findings = new Findings()
    const reader = readerOf(callerNamed('credit platform'))
    judgeSight({ ...standing, findings }, reader, await feedOf(server.origin, reader.caller))
    expect(channelsOf(findings.wrong, ['feed'])).toEqual(['feed'])
  }, 60_000)

  test.each([
    ['fields', ({ fields: _, ...item }: CatalogueItem) => item],
    ['subjects', ({ subjectIds: _, where: __, ...item }: CatalogueItem) => item],
  ] as const)(
    "when the %s of an agreement's items are not looked at",
    async (what, change) => {
      withItems(change)
      expect(channelsOf(await foundByPartner(`broken-${what}`), toPartners)).toEqual(toPartners)
    },
    120_000,
  )

  test('when an agreement reads as somebody who sees everything, in deliveries and in files', async () => {
    broken(
      FeedReader.prototype,
      'read',
      (read) =>
        function (this: FeedReader, question, cancellation) {
          return read.call(this, { ...question, caller: everything }, cancellation)
        },
    )
    expect(channelsOf(await foundByPartner('broken-level'), toPartners)).toEqual(toPartners)
    const findings = new Findings()
    const again = { ...agreement('forms'), name: 'broken-forms' }
    for (const way of ways) await files.agree(again, way)
    for (const one of await files.round(again, ways))
      judgeFiles({ world, findings, rows: standing.rows }, again.reader, one, never)
    const channels = ways.map(({ standard, format }) => `file ${standard} ${format}`)
    expect(channelsOf(findings.wrong, channels)).toEqual(channels)
  }, 120_000)

  test("when withdrawals do not reach a partner's table", async () => {
    const partner = await scene.agree(agreement('shared'), 'broken-table')
    await scene.settled([partner])
    const { marks: before } = await deliverySights(partner)
    broken(
      FrontTarget.prototype,
      'deliver',
      (deliver) =>
        function (this: FrontTarget, { events, ...delivery }) {
          const kept = events.filter(({ record }) => record !== null)
          if (kept.length > 0) return deliver.call(this, { ...delivery, events: kept })
          return Promise.resolve({
            kind: 'TAKEN',
            receipt: { outcomeOf: () => ({ outcome: 'ACCEPTED' }), missing: [] },
          })
        },
    )
    const [gone] = standing.rows.filter(
      ({ row }) => row.family === 'commendations' && row.name === 'in force' && /^2\d\d-/.test(row.tag),
    )
    if (gone === undefined) throw new Error('no commendation')
    const withdrawn = { change: 'WITHDRAWN', recordState: 'WITHDRAWN' } as const
    await changeRow(world, { ...gone.row, since: [withdrawn] }, new Date().toISOString())
    await relayAll(world)
    await scene.settled([partner])
    const findings = new Findings()
    const rowsNow = [keptRow(world, { ...gone.row, letter: 'I', since: [withdrawn] })]
    const { sights } = await deliverySights(partner, before)
    for (const sight of sights)
      judgeSight({ ...standing, findings, rows: rowsNow }, partner.agreement.reader, { ...sight, bytes: '' })
    expect(channelsOf(findings.wrong, toPartners)).toEqual(['front SQL', 'front MongoDB'])
  }, 120_000)

  test('when the hub logs what it reads', async () => {
    broken(
      FeedReader.prototype,
      'read',
      (read) =>
        async function (this: FeedReader, ...asked) {
          const page = await read.apply(this, asked)
          logger.info({ page }, 'read')
          return page
        },
    )
    lines.length = 0
    await feedOf(server.origin, callerNamed('credit platform'))
    const findings = new Findings()
    judgeBytes(
      { findings, rows: standing.rows },
      { name: 'log', caller: callerNamed('public'), itemOf: () => undefined },
      { channel: 'log', bytes: lines.join('') },
    )
    expect(findings.wrong.length).toBeGreaterThan(0)
  }, 60_000)
})
