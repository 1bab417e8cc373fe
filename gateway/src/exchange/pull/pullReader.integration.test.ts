import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import { deliveryStores, prepareDeliveries } from '../delivery/deliveryStores.ts'
import { NaiveRecords } from '../delivery/testing/naiveRecords.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { PullReader } from './pullReader.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())
const AUTHORITIES = ['甲局', '乙局'] as const
const SUBJECTS = ['S-1', 'S-2']

beforeAll(() => prepareDeliveries(stores))

/** What a partner has, as it may be copied and restored. */
interface Kept {
  readonly versions: Map<string, number>
  readonly cursor: string | undefined
}

class Scene {
  readonly records = new NaiveRecords()
  readonly told: OutgoingEvent[] = []
  agreement: ExchangeAgreement
  kept: Kept = { versions: new Map(), cursor: undefined }
  copy: Kept = this.kept
  private readonly reader = new PullReader({ feed: this.records.feed(), deliveries: stores })

  constructor(readonly id: string) {
    this.agreement = { id, version: 1, standing: 'IN_FORCE', terms: termsOf(AUTHORITIES) }
  }

  async ask(first = 3) {
    const request = { requestId: 'r', address: '', by: 'key-1' }
    const page = await this.reader.read({ agreement: this.agreement, after: this.kept.cursor, first, request })
    expect(page.events.length).toBeLessThanOrEqual(first)
    return page
  }

  async read(first?: number): Promise<boolean> {
    const { events, next, hasMore } = await this.ask(first)
    const versions = new Map(this.kept.versions)
    for (const { recordId, record, version } of events) {
      if (record === null) versions.delete(recordId)
      else versions.set(recordId, Math.max(version, Number(record.version)))
    }
    this.told.push(...events)
    this.kept = { versions, cursor: next }
    return events.length > 0 || hasMore
  }

  async readAll(): Promise<void> {
    for (let calm = 0; calm < 2; ) calm = (await this.read(500)) ? 0 : calm + 1
  }

  change(authorities: readonly string[]): void {
    this.agreement = { ...this.agreement, version: this.agreement.version + 1, terms: termsOf(authorities) }
  }

  due(): Map<string, number> {
    const allowed = this.agreement.terms.items[0]?.where?.[0]?.in ?? []
    const open = [...this.records.records].filter(
      ([, { isStanding, authority, subjectId }]) =>
        isStanding && allowed.includes(authority) && SUBJECTS.includes(subjectId),
    )
    return new Map(open.map(([recordId, { version }]) => [recordId, version]))
  }

  /** What the hub says that the partner has. */
  async traced(): Promise<Map<string, number>> {
    const found: [string, number][] = []
    for await (const { record, version } of stores.holdings.heldBy(this.id).entries()) found.push([record, version])
    return new Map(found)
  }
}

function termsOf(authorities: readonly string[]) {
  const where = [{ field: 'authority', in: authorities }]
  const items = [{ family: 'penalties', fields: ['authority'], subjectIds: SUBJECTS, where }]
  return trialTerms({ mode: 'PULL', endpoint: undefined, secretIds: [], items })
}

const commit = fc.record({
  do: fc.constant('COMMIT' as const),
  record: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5'),
  isClosed: fc.constantFrom(true, false, false),
  authority: fc.constantFrom(...AUTHORITIES),
  subject: fc.constantFrom('S-1', 'S-2', 'S-3'),
})
const other = fc.record({
  do: fc.constantFrom('READ', 'READ', 'READ', 'LOSE', 'COPY', 'RESTORE', 'FORGET', 'ALL'),
  first: fc.integer({ min: 1, max: 4 }),
})
const change = fc.record({
  do: fc.constant('CHANGE' as const),
  authorities: fc.constantFrom<readonly string[]>(AUTHORITIES, ['甲局'], ['乙局']),
})
const steps = fc.array(
  fc.oneof({ weight: 10, arbitrary: commit }, { weight: 10, arbitrary: other }, { weight: 1, arbitrary: change }),
  { minLength: 15, maxLength: 60, size: 'max' },
)
type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never

async function run(scene: Scene, step: Step): Promise<unknown> {
  if (step.do === 'COMMIT') {
    const isNew = !scene.records.records.has(step.record)
    const kind = isNew ? 'CREATED' : step.isClosed ? 'WITHDRAWN' : 'RELINKED'
    return scene.records.commit(step.record, kind, step.authority, step.subject)
  }
  if (step.do === 'CHANGE') return scene.change(step.authorities)
  if (step.do === 'READ') return scene.read(step.first)
  if (step.do === 'LOSE') return scene.ask(step.first)
  if (step.do === 'ALL') return scene.readAll()
  if (step.do === 'COPY') scene.copy = scene.kept
  if (step.do === 'RESTORE') scene.kept = scene.copy
  if (step.do === 'FORGET') scene.kept = { ...scene.kept, cursor: undefined }
  return undefined
}

let count = 0

test('whatever a partner loses, asks again or restores, it ends with what stands, and the hub knows what it has', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      count += 1
      const scene = new Scene(`pull-${count}`)
      for (const step of taken) await run(scene, step)
      await scene.readAll()
      expect([...scene.kept.versions].sort()).toEqual([...scene.due()].sort())
      expect([...(await scene.traced())].sort()).toEqual([...scene.due()].sort())
      const known = new Set(scene.told.flatMap(({ recordId, record }) => (record === null ? [] : [recordId])))
      // Of what it never had it is not told at all, not even that it is gone; what it lost it may have.
      if (taken.every(({ do: what }) => what !== 'LOSE'))
        expect(scene.told.every(({ recordId }) => known.has(recordId))).toBe(true)
      expect(scene.records.reads.every(({ caller }) => caller === '某平台')).toBe(true)
    }),
    { numRuns: 60 },
  )
}, 300_000)

test('the end of an agreement takes back what the partner has, and then nothing is read by it', async () => {
  const scene = new Scene('pull-end')
  for (const record of ['R1', 'R2', 'R3']) scene.records.commit(record, 'CREATED', '甲局', 'S-1')
  await scene.readAll()
  expect(scene.kept.versions.size).toBe(3)
  scene.agreement = { ...scene.agreement, version: 2, standing: 'ENDED' }
  await expect(scene.readAll()).rejects.toMatchObject({ code: 'HUB_AGREEMENT_NOT_IN_FORCE' })
  expect(scene.kept.versions.size).toBe(0)
  expect((await scene.traced()).size).toBe(0)
})

test('a page under other terms never shows what those do not choose, and one cursor is for one agreement', async () => {
  const scene = new Scene('pull-fields')
  scene.records.commit('R1', 'CREATED', '甲局', 'S-1')
  await scene.readAll()
  expect(scene.told.map(({ record }) => Object.keys(record ?? {}).sort())).toEqual([
    ['__typename', 'authority', 'recordId', 'recordState', 'version'],
  ])
  const another = new Scene('pull-other')
  another.kept = scene.kept
  await expect(another.ask()).rejects.toMatchObject({ code: 'HUB_FEED_CURSOR_INVALID' })
  another.kept = { ...scene.kept, cursor: 'f1.e30' }
  await expect(another.ask()).rejects.toMatchObject({ code: 'HUB_FEED_CURSOR_INVALID' })
})

test('who comes back with an earlier cursor is told again what it has lost, also that a record is gone', async () => {
  const scene = new Scene('pull-back')
  for (const record of ['R1', 'R2']) scene.records.commit(record, 'CREATED', '甲局', 'S-1')
  await scene.readAll()
  const before = scene.kept
  scene.records.commit('R1', 'REPAIRED', '甲局', 'S-1')
  scene.records.commit('R2', 'RELINKED', '甲局', 'S-3')
  await scene.readAll()
  expect(scene.kept.versions.size).toBe(0)
  scene.kept = before
  await scene.readAll()
  expect([...scene.kept.versions]).toEqual([])
  const again = scene.told.slice(-2).map(({ recordId, kind, record }) => [recordId, kind, record])
  expect(again.sort()).toEqual([
    ['R1', 'REPAIRED', null],
    ['R2', 'WITHDRAWN', null],
  ])
})

test('who always finds something is known to have come, as soon as a page is the last there is', async () => {
  const scene = new Scene('pull-busy')
  const lookedAt = async (id: string) => (await stores.ledger.cursorOf(id)).lookedAt ?? null
  for (const record of ['R1', 'R2']) scene.records.commit(record, 'CREATED', '甲局', 'S-1')
  expect((await scene.ask(500)).hasMore).toBe(false)
  expect(await lookedAt(scene.id)).toBeInstanceOf(Date)
  const slow = new Scene('pull-slow')
  for (const record of ['R1', 'R2', 'R3']) slow.records.commit(record, 'CREATED', '甲局', 'S-1')
  expect((await slow.ask(1)).hasMore).toBe(true)
  expect(await lookedAt(slow.id)).toBeNull()
})

test('two who ask at the same time get the same, and it is kept once', async () => {
  const scene = new Scene('pull-two')
  scene.records.commit('R1', 'CREATED', '甲局', 'S-1')
  const pages = await Promise.all([scene.ask(), scene.ask(), scene.ask()])
  const ids = new Set(pages.flatMap(({ events }) => events.map(({ id }) => id)))
  expect(ids.size).toBe(1)
  await scene.readAll()
  expect([...scene.kept.versions]).toEqual([['R1', 1]])
})
