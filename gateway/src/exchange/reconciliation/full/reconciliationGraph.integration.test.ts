import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { graphql } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../../test/setup/testHubDatabase.ts'
import { hubGraph } from '../../../graph/hubGraph.ts'
import { trialTerms } from '../../agreements/testing/trialTerms.ts'
import type { DeliveryStores } from '../../delivery/deliveryStores.ts'
import { type Holding, holdingId } from '../../delivery/holding.ts'
import { exchangeStores } from '../../exchangeStores.ts'
import { trialSealer } from '../../secrets/testing/trialSealer.ts'
import { entryDigest, recordPlace } from '../tree/heldEntry.ts'

const database = testHubDatabase()
const exchange = exchangeStores(database.db, trialSealer())
const stores = exchange.deliveries as DeliveryStores
const schema = hubGraph({
  database,
  exchange,
  changes: () => {
    throw new Error('nothing reads changes here')
  },
})

const system: CallerClaims = { caller: '甲', role: 'SYSTEM_ADMIN' }
const platform: CallerClaims = { caller: 'key-1', unit: '某平台', role: 'CREDIT_PLATFORM' }

async function ask(source: string, caller: CallerClaims = system) {
  const contextValue = { caller, millis: 8_000, signal: new AbortController().signal }
  const { data, errors = [] } = await graphql({ schema, source, contextValue })
  const plain = JSON.parse(JSON.stringify(data ?? null)) as Record<string, Record<string, unknown>> | null
  return { data: plain, codes: errors.map(({ extensions, message }) => extensions.code ?? message) }
}

const pull = { mode: 'PULL', endpoint: undefined, secretIds: [] }
const push = { digestEndpoint: 'https://partner.example/digests' }

async function agree(id: string, terms: object, at = new Date()): Promise<void> {
  const version = {
    agreement: id,
    version: 1,
    kind: 'TERMS',
    terms: trialTerms(terms),
    reason: '试验',
  } as const
  const proposed = { proposedBy: '甲', proposedAt: new Date(), decision: null }
  const added = { _id: `${id}:1`, ...version, ...proposed }
  await exchange.agreements.add(added)
  await exchange.agreements.decide(added, { outcome: 'APPROVED', by: '乙', at })
}

function held(agreement: string, recordId: string, version: number, state: Holding['state']): Holding {
  const facts = { division: 'market-order', family: 'penalties', subjectId: 'S1', kind: 'CREATED', scope: '', terms: 1 }
  const _id = holdingId(agreement, recordId)
  return { _id, agreement, recordId, version, ...facts, state, closedBy: null, page: 1, acknowledgedAt: new Date() }
}

beforeAll(async () => {
  await agree('pull', pull)
  await agree('push', push)
  await agree('other', { items: [{ family: 'permits' }], digestEndpoint: 'https://other.example/digests' })
  await stores.holdings.all.insertMany([held('pull', 'R1', 3, 'HELD'), held('pull', 'R2', 1, 'CLOSED')])
  await stores.holdings.all.insertOne(held('push', 'R3', 1, 'HELD'))
})

test('a partner is told what it should hold by its own agreement, and of no other', async () => {
  const query = (agreement: string) =>
    `{ heldDigests(agreement: "${agreement}", nodes: [""], entries: [""]) { nodes { place count digest } entries { record version } } }`
  const { data, codes } = await ask(query('pull'), platform)
  expect(codes).toEqual([])
  const digest = entryDigest({ record: 'R1', version: 3 }).toString('hex')
  expect(data?.heldDigests).toEqual({
    nodes: [{ place: recordPlace('R1').slice(0, 1), count: 1, digest }],
    entries: [{ record: 'R1', version: 3 }],
  })
  const stranger: CallerClaims = { ...platform, unit: '另一平台' }
  const refused = await ask(query('pull'), stranger)
  expect([refused.data?.heldDigests, refused.codes]).toEqual([null, ['BAD_USER_INPUT']])
  expect((await ask(query('none'), platform)).codes).toEqual(['BAD_USER_INPUT'])
  expect((await ask(query('pull'), system)).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
})

test('nobody takes all holdings at once: more entries than differ are refused, with a remedy', async () => {
  await agree('large', pull)
  const many = Array.from({ length: 5_001 }, (_, index) => held('large', `L${index}`, 1, 'HELD'))
  await stores.holdings.all.insertMany(many)
  const query = (asked: string) =>
    `{ heldDigests(agreement: "large", ${asked}) { nodes { count } entries { record } } }`
  expect((await ask(query('entries: [""]'), platform)).codes).toEqual(['BAD_USER_INPUT'])
  const { data, codes } = await ask(query('nodes: ["", "0123456789abcdef"], entries: ["0"]'), platform)
  expect(codes).toEqual([])
  const within = many.filter(({ recordId }) => recordPlace(recordId).startsWith('0'))
  expect(data?.heldDigests?.entries).toHaveLength(within.length)
})

test('a reconciliation is asked for with a reason, one at a time, where the partner can be asked', async () => {
  const begin = (agreement: string, reason = '季度对账') =>
    `mutation { reconcileAgreement(agreement: "${agreement}", repair: true, reason: "${reason}") { id state repairs by closes } }`
  for (const [agreement, reason] of [['pull'], ['none'], ['push', ' ']] as const)
    expect((await ask(begin(agreement, reason))).codes).toEqual(['BAD_USER_INPUT'])
  const { data, codes } = await ask(begin('push'))
  expect(codes).toEqual([])
  expect(data?.reconcileAgreement).toMatchObject({ state: 'COMPARING', repairs: true, by: '甲', closes: null })
  expect((await ask(begin('push'))).codes).toEqual(['BAD_USER_INPUT'])
  await agree('same-place', push)
  expect((await ask(begin('other'))).codes).toEqual([])
  expect((await ask(begin('same-place'))).codes).toEqual(['BAD_USER_INPUT'])
  const past = { ...push, digestEndpoint: 'https://past.example/digests' }
  await agree('past', { ...past, to: '2026-01-02' })
  await agree('after-it', past)
  await stores.holdings.all.insertOne(held('past', 'R4', 1, 'HELD'))
  expect((await ask(begin('after-it'))).codes).toEqual(['BAD_USER_INPUT'])
  await stores.holdings.all.updateOne({ _id: holdingId('past', 'R4') }, { $set: { state: 'CLOSED' } })
  expect((await ask(begin('after-it'))).codes).toEqual([])
})

test('sums of a time in which something was due and nothing went out do not close', async () => {
  const [day, now] = [86_400_000, Date.now()]
  await agree('idle', push, new Date(now - day))
  await agree('scheduled', { ...push, schedule: { cron: '* * * * *' } }, new Date(now - day))
  await agree(
    'files',
    { mode: 'FILE', endpoint: 'platform', secretIds: [], schedule: { cron: '* * * * *' } },
    new Date(now - day),
  )
  const period = `from: "${shanghaiDate(new Date(now - day))}", to: "${shanghaiDate(new Date(now))}"`
  const sums = async (id: string) => {
    const query = `{ exchange { agreement(id: "${id}") { reconciliation(${period}) { reported closes dueSince } } } }`
    const { data, codes } = await ask(query)
    expect(codes).toEqual([])
    return (data?.exchange?.agreement as { reconciliation: object } | undefined)?.reconciliation
  }
  for (const id of ['idle', 'scheduled', 'files'])
    expect(await sums(id)).toEqual({ reported: 0, closes: false, dueSince: expect.any(String) })
  await stores.ledger.move('idle', 0, { lookedAt: new Date(now - 60_000) })
  await stores.ledger.move('scheduled', 0, { ranAt: new Date(now - 60_000) })
  for (const id of ['idle', 'scheduled']) expect(await sums(id)).toEqual({ reported: 0, closes: true, dueSince: null })
})

test('what was found can be read, page by page', async () => {
  const run = await stores.reconciliations.add({ agreement: 'read', by: '甲', reason: '试验', repairs: false })
  const differences = ['R1', 'R2', 'R3'].map((recordId) => ({
    _id: `${run._id}/${recordId}`,
    run: run._id,
    recordId,
    ...({ kind: 'MISSING', due: 1, found: null, family: 'penalties', subjectId: 'S1' } as const),
    sentAt: null,
    remains: false,
  }))
  await stores.reconciliations.keepFound(run._id, differences)
  const counts = { MISSING: 3, SURPLUS: 0, OLDER: 0, NEWER: 0 }
  const found = { at: new Date(), due: 9, nodes: 32, entries: 4, differences: counts }
  await stores.reconciliations.change(run, { state: 'DONE', found, endedAt: new Date() })
  // Of a hub that saw it before that.
  await stores.reconciliations.change(run, { state: 'FAILED', found: null })
  const page = async (after = '') => {
    const fields = `state closes sent found { due missing } differences(first: 2 ${after}) { nodes { recordId kind } pageInfo { hasNextPage endCursor } }`
    const { data, codes } = await ask(`{ exchange { fullReconciliation(id: "${run._id}") { ${fields} } } }`)
    expect(codes).toEqual([])
    return data?.exchange?.fullReconciliation as {
      differences: { nodes: { recordId: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
    }
  }
  const first = await page()
  expect(first).toMatchObject({ state: 'DONE', closes: false, sent: 0, found: { due: 9, missing: 3 } })
  const { endCursor, hasNextPage } = first.differences.pageInfo
  expect(hasNextPage).toBe(true)
  expect((await page(`after: "${endCursor}"`)).differences.nodes.map(({ recordId }) => recordId)).toEqual(['R3'])
})
