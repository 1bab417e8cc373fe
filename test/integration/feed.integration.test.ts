import type { FeedEvent } from '@hub/gateway/exchange/feed/feedEvent'
import type { FeedQuestion } from '@hub/gateway/exchange/feed/feedQuestion'
import { announceExpiry } from '@hub/kit/relay/announceExpiry'
import { relayCollections } from '@hub/kit/relay/relayCollections'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { divisions } from '@hub/schema/divisions/divisions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LeakWorld, leakWorld } from '../leak/leakWorld.ts'
import { type StandingRow, seedRows } from '../leak/rowFindings.ts'
import { testDatabase } from '../setup/testDatabase.ts'

const PLATFORM: CallerClaims = { caller: '市信用平台', role: 'CREDIT_PLATFORM' }
const OFFICER: CallerClaims = { caller: '商贸处', role: 'OFFICER', division: 'trade' }

const database = testDatabase()
let world: LeakWorld
let rows: StandingRow[]

beforeAll(async () => {
  world = await leakWorld(database)
  rows = await seedRows(world)
  for (const { name } of divisions) await world.relay(name)
}, 300_000)
afterAll(() => world.close())

type GraphChange = FeedEvent & { readonly enterprise: { readonly subjectId: string } | null }

async function everything(question: Partial<FeedQuestion> & Pick<FeedQuestion, 'caller'>): Promise<FeedEvent[]> {
  const all: FeedEvent[] = []
  for (let after: string | undefined; ; ) {
    const page = await world.feed.read({ first: 100, ...question, after })
    expect(page.behind).toEqual([])
    all.push(...page.events)
    after = page.next
    if (!page.hasMore) return all
  }
}

describe('the feed of four divisions', () => {
  test('tells every change that may be known once, in the order of each division, with the record as it stands', async () => {
    const events = await everything({ caller: PLATFORM })
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    for (const { name } of divisions) {
      const numbers = events.filter(({ division }) => division === name).map(({ sequence }) => sequence)
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other))
      expect(numbers.length).toBeGreaterThan(4)
    }
    const open = rows.find(({ family, name }) => family === 'penalties' && name === 'in force')
    const told = events.filter(({ recordId }) => recordId === open?.recordId)
    expect(told).toMatchObject([
      {
        kind: 'CREATED',
        division: 'market-order',
        family: 'penalties',
        subjectId: open?.subjectId,
        version: 1,
        record: { __typename: 'AdministrativePenalty', recordId: open?.recordId, recordState: 'CURRENT' },
      },
    ])
  })

  test('gives the same fields as a query of the same caller', async () => {
    const filing = rows.find(({ family, name }) => family === 'liquor-filings' && name === 'in force')
    const fields = 'filingNo authority warehouseArea filedOn owner { name fullName } licences { kind number }'
    for (const caller of [PLATFORM, OFFICER]) {
      const asked = caller === OFFICER ? fields : fields.replace(/warehouseArea|fullName/g, '')
      const { data } = await world.ask(caller, `{ liquorFiling(recordId: "${filing?.recordId}") { ${asked} } }`)
      const [event] = (await everything({ caller, families: ['liquor-filings'] })).filter(
        ({ recordId }) => recordId === filing?.recordId,
      )
      expect(event?.record).toMatchObject(data?.liquorFiling as object)
      expect('warehouseArea' in (event?.record ?? {})).toBe(caller === OFFICER)
    }
  })

  test('tells of a withdrawal and a repair without what was withdrawn or repaired, and of the act that brought it back', async () => {
    const events = await everything({ caller: PLATFORM })
    const of = (name: string) => {
      const row = rows.find((one) => one.family === 'permits' && one.name === name)
      return events.filter(({ recordId }) => recordId === row?.recordId)
    }
    for (const gone of ['withdrawn', 'repaired']) {
      expect(of(gone).length).toBeGreaterThan(0)
      expect(of(gone).map(({ record }) => record)).toEqual(of(gone).map(() => null))
    }
    expect(of('withdrawn by mistake').at(-1)).toMatchObject({ version: 3, record: { recordState: 'CURRENT' } })
  })

  test('tells nothing of a record that was never open to its reader, and of a hidden one what happened before', async () => {
    const [shared, internal] = [
      await everything({ caller: PLATFORM }),
      await everything({ caller: { caller: 'inspector', role: 'INSPECTOR' } }),
    ]
    const versions = (events: readonly FeedEvent[], row: StandingRow) =>
      events
        .filter(({ recordId }) => recordId === row.recordId)
        .map(({ version, record }) => [version, record !== null])
    const never = rows.filter(({ name }) => name === 'of authorised scope' || name === 'of a person')
    expect(never).toHaveLength(4)
    for (const row of never) {
      expect(versions(shared, row)).toEqual([])
      expect(versions(internal, row)).toEqual([[1, true]])
    }
    for (const row of rows.filter(({ name }) => name === 'repaired by status'))
      expect(versions(shared, row)).toEqual([
        [1, false],
        [2, false],
      ])
  })

  test('may be asked about some families, divisions and subjects', async () => {
    const some = await everything({ caller: PLATFORM, families: ['penalties', 'commendations'] })
    expect(new Set(some.map(({ family }) => family))).toEqual(new Set(['penalties', 'commendations']))
    const trade = await everything({ caller: PLATFORM, divisions: ['trade'] })
    expect(new Set(trade.map(({ division }) => division))).toEqual(new Set(['trade']))
    const subjectId = rows[0]?.subjectId ?? ''
    const about = await everything({ caller: PLATFORM, subjectIds: [subjectId] })
    expect(new Set(about.map((event) => event.subjectId))).toEqual(new Set([subjectId]))
  })

  test('wakes who waits, soon after the division has numbered a change', async () => {
    let after: string | undefined
    for (let more = true; more; ) {
      const page = await world.feed.read({ caller: PLATFORM, first: 500, after })
      after = page.next
      more = page.hasMore
    }
    const waiting = world.feed.changed({ caller: PLATFORM, after, millis: 20_000 })
    const filing = rows.find(({ family, name }) => family === 'liquor-filings' && name === 'in force')
    const request = { kind: 'CHANGE', change: 'CORRECTED', recordId: filing?.recordId ?? '', reason: 'test' } as const
    const family = world.definitions.get('trade')?.families.find(({ name }) => name === 'liquor-filings')
    if (family === undefined) throw new Error('no family')
    await world.storeAt('trade', '2026-03-01T00:00:00Z').write(family, [request], { operator: 'test' })
    await world.relay('trade')
    expect(await waiting).toBe(true)
    const { events } = await world.feed.read({ caller: PLATFORM, first: 500, after })
    expect(events).toMatchObject([{ kind: 'CORRECTED', version: 2, recordId: filing?.recordId }])
  })

  test('in the graph gives the same changes, and of their records what a query gives', async () => {
    const selected = `id division sequence kind family recordId subjectId formerSubjectId version recordedAt effectiveOn
      enterprise { subjectId } record { __typename recordId version ... on LiquorOperatorRecord { filingNo owner { name } } }`
    const told: GraphChange[] = []
    for (let after: string | undefined, more = true; more; ) {
      const place = after === undefined ? '' : `, after: "${after}"`
      const query = `{ changes(first: 40${place}) { events { ${selected} } next hasMore behind { division } } }`
      const { data, errors } = await world.ask(PLATFORM, query)
      expect(errors).toEqual([])
      const page = data?.changes as { events: GraphChange[]; next: string; hasMore: boolean; behind: unknown[] }
      expect(page.behind).toEqual([])
      told.push(...page.events)
      after = page.next
      more = page.hasMore
    }
    const events = await everything({ caller: PLATFORM })
    const brief = ({ record, ...facts }: Pick<FeedEvent, 'id' | 'record'>) => [facts.id, record?.version ?? null]
    // How divisions are laid together depends on the pages.
    for (const { name } of divisions) {
      const own = (list: readonly FeedEvent[]) => list.filter(({ division }) => division === name).map(brief)
      const enumValue = name.toUpperCase().replace('-', '_')
      expect(told.filter((one) => one.division === enumValue).map(brief)).toEqual(own(events))
    }
    for (const { subjectId, enterprise } of told) expect([null, { subjectId }]).toContainEqual(enterprise)
    const filings = told.filter(({ record }) => record?.__typename === 'LiquorOperatorRecord')
    expect(filings.length).toBeGreaterThan(0)
    for (const { id, record } of filings) {
      const whole = events.find((event) => event.id === id)?.record as FeedEvent['record'] & {
        owner?: { name: string }
      }
      expect(record).toMatchObject({ filingNo: whole.filingNo, owner: whole.owner && { name: whole.owner.name } })
    }
  })

  test.each(['PUBLIC', 'ENTERPRISE', 'SYSTEM_ADMIN', 'AUDIT_ADMIN'] as const)(
    'does not exist in the graph of %s',
    async (role) => {
      const caller = { caller: 'x', role, ...(role === 'ENTERPRISE' ? { subjectIds: ['S'] } : {}) }
      const { data, errors } = await world.ask(caller, '{ changes { next } }')
      expect([data ?? null, errors[0]?.extensions?.code]).toEqual([null, 'GRAPHQL_VALIDATION_FAILED'])
    },
  )

  test('tells who follows a subject that a record has left it, and who follows the other that it has come', async () => {
    const commendation = rows.find(({ family, name }) => family === 'commendations' && name === 'in force')
    const other = rows.find(({ subjectId }) => subjectId !== commendation?.subjectId)?.subjectId ?? ''
    const family = world.definitions.get('personnel')?.families.find(({ name }) => name === 'commendations')
    if (family === undefined || commendation === undefined) throw new Error('no commendation')
    const { recordId, subjectId } = commendation
    const request = { kind: 'CHANGE', change: 'RELINKED', recordId, subjectId: other, reason: 'test' } as const
    await world.storeAt('personnel', '2026-04-01T00:00:00Z').write(family, [request], { operator: 'test' })
    await world.relay('personnel')
    for (const follower of [subjectId, other]) {
      const events = await everything({ caller: PLATFORM, subjectIds: [follower], families: ['commendations'] })
      expect(events.at(-1)).toMatchObject({ kind: 'RELINKED', subjectId: other, formerSubjectId: subjectId })
    }
  })

  test.each(['PUBLIC', 'ENTERPRISE', 'SYSTEM_ADMIN'] as const)('is closed to %s', async (role) => {
    const claims = role === 'ENTERPRISE' ? { subjectIds: [rows[0]?.subjectId ?? ''] } : {}
    const reading = world.feed.read({ caller: { caller: 'x', role, ...claims }, first: 1 })
    await expect(reading).rejects.toMatchObject({ code: 'HUB_DISCLOSURE_DENIED' })
  })
})

describe('a reader who begins with a snapshot', () => {
  const held = (events: readonly FeedEvent[]): Map<string, number> => {
    const records = new Map<string, number>()
    for (const { recordId, record } of events) {
      if (record === null) records.delete(recordId)
      else records.set(recordId, Number(record.version))
    }
    return records
  }

  test('is given every record that stands once, in its present state, and then what the others are given', async () => {
    const snapshot = await everything({ caller: PLATFORM, snapshot: true })
    const keys = snapshot.map(({ recordId }) => recordId)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { family, version, record } of snapshot)
      if (!['subjects', 'subject-acts'].includes(family)) expect(record?.version).toBe(version)
    const all = await everything({ caller: PLATFORM })
    const records = snapshot.filter(({ record }) => record !== null)
    expect(held(records)).toEqual(held(all))
    expect(records.length).toBeLessThan(all.filter(({ record }) => record !== null).length)
  })

  test('misses nothing and is told nothing twice while records change under his hands', async () => {
    const filings = world.definitions.get('trade')?.families.find(({ name }) => name === 'liquor-filings')
    if (filings === undefined) throw new Error('no family')
    const store = world.storeAt('trade', '2026-04-01T00:00:00Z')
    const question = { caller: PLATFORM, divisions: ['trade'], first: 3 }
    const standing = await everything({ ...question, snapshot: true })
    const ids = [
      ...new Set(standing.filter(({ family }) => family === 'liquor-filings').map(({ recordId }) => recordId)),
    ]
    const told: FeedEvent[] = []
    let turn = 0
    for (let after: string | undefined; ; turn++) {
      const page = await world.feed.read({ ...question, snapshot: true, after })
      told.push(...page.events)
      after = page.next
      const recordId = ids[turn % ids.length] ?? ''
      const change = { kind: 'CHANGE', change: 'CORRECTED', recordId, reason: `turn ${turn}` } as const
      if (turn < 6) {
        await store.write(filings, [change], { operator: 'test' })
        await world.relay('trade')
      } else if (!page.hasMore) break
    }
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length)
    expect(held(told)).toEqual(held(await everything(question)))
    const before = await everything({ ...question, snapshot: true, first: 500 })
    expect(held(told)).toEqual(held(before))
  })
})

test('a record whose publicity has run out is announced once, on the day it is closed', async () => {
  const collections = world.collectionsOf('market-order')
  const families = world.definitions.get('market-order')?.families ?? []
  const family = families.find(({ name }) => name === 'red-list-entries')
  if (family === undefined) throw new Error('no family')
  const row = rows.find((one) => one.family === family.name && one.name === 'in force')
  const fields = { publicityEndsOn: '2026-05-31' }
  const change = { kind: 'CHANGE', change: 'CORRECTED', recordId: row?.recordId ?? '', fields, reason: 'test' } as const
  await world.storeAt('market-order', '2026-05-01T00:00:00Z').write(family, [change], { operator: 'test' })
  const relay = relayCollections(collections)
  const announce = (today: string) => announceExpiry(collections, relay, { families, today })
  expect([await announce('2026-05-30'), await announce('2026-05-31')]).toEqual([0, 0])
  expect([await announce('2026-06-02'), await announce('2026-06-03')]).toEqual([1, 0])
  await relay.expiry.updateOne({ _id: 'expiry' }, { $set: { through: '2026-05-31' } })
  expect(await announce('2026-06-03')).toBe(0)
  await world.relay('market-order')
  const events = await everything({ caller: PLATFORM, families: [family.name] })
  const expired = events.filter(({ kind }) => kind === 'EXPIRED')
  expect(expired).toMatchObject([{ recordId: row?.recordId, version: 2, effectiveOn: '2026-06-01' }])
  // Its end is an event of the version that stands, which a snapshot tells already.
  const snapshot = await everything({ caller: PLATFORM, families: [family.name], snapshot: true })
  const told = snapshot.filter(({ record }) => record !== null).map(({ recordId }) => recordId)
  expect(told).toContain(row?.recordId)
  expect(new Set(told).size).toBe(told.length)
})
