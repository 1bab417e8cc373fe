import type { FeedEvent } from '@hub/gateway/exchange/feed/feedEvent'
import type { FeedQuestion } from '@hub/gateway/exchange/feed/feedQuestion'
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
    const waiting = world.feed.changed({ after, millis: 20_000 })
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

  test.each(['PUBLIC', 'ENTERPRISE', 'SYSTEM_ADMIN'] as const)('is closed to %s', async (role) => {
    const claims = role === 'ENTERPRISE' ? { subjectIds: [rows[0]?.subjectId ?? ''] } : {}
    const reading = world.feed.read({ caller: { caller: 'x', role, ...claims }, first: 1 })
    await expect(reading).rejects.toMatchObject({ code: 'HUB_DISCLOSURE_DENIED' })
  })
})
