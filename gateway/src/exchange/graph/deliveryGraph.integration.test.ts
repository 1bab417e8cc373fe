import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import { graphql } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { hubGraph } from '../../graph/hubGraph.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import type { DeliveryStores } from '../delivery/deliveryStores.ts'
import { holdingAfter } from '../delivery/holding.ts'
import { NaiveRecords } from '../delivery/testing/naiveRecords.ts'
import { exchangeStores } from '../exchangeStores.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'

const database = testHubDatabase()
const exchange = exchangeStores(database.db, trialSealer())
const changes = () => {
  throw new Error('nothing reads changes here')
}
const schema = hubGraph({ database, exchange, changes })
const stores = exchange.deliveries as DeliveryStores

const system: CallerClaims = { caller: '甲', role: 'SYSTEM_ADMIN' }

async function ask(source: string, caller: CallerClaims = system) {
  const contextValue = { caller, millis: 8_000, signal: new AbortController().signal }
  const { data, errors = [] } = await graphql({ schema, source, contextValue })
  const plain = JSON.parse(JSON.stringify(data ?? null)) as Record<string, unknown> | null
  return { data: plain, codes: errors.map(({ extensions, message }) => extensions.code ?? message) }
}

const terms = trialTerms({
  items: [{ family: 'penalties', where: [{ field: 'authority', in: ['甲局'] }] }],
  ...{ mode: 'FRONT_DATABASE', endpoint: 'front', secretIds: [] },
})
const event = (
  number: number,
  record: OutgoingEvent['record'] = { __typename: 'AdministrativePenalty' },
): OutgoingEvent => ({
  id: `e${number}`,
  division: 'market-order',
  sequence: number,
  kind: 'CREATED',
  family: 'penalties',
  recordId: `R${number}`,
  subjectId: 'S1',
  version: 1,
  recordedAt: '2026-11-27T00:00:00.000Z',
  effectiveOn: null,
  record,
})

beforeAll(async () => {
  await exchange.acts.propose('p', terms, { by: '甲', reason: '试验' })
  await exchange.acts.approve({ agreement: 'p', version: 1, by: '乙' })
})

test('a dry run counts what would be sent, and tells administrators fields and no values', async () => {
  const records = new NaiveRecords()
  exchange.running.feed = records.feed()
  for (const number of [1, 2, 3, 4]) records.commit(`R${number}`, 'CREATED', number === 4 ? '乙局' : '甲局')
  records.commit('R3', 'REPAIRED', '甲局')
  const { data, codes } = await ask(`{ exchange { dryRun(agreement: "p", version: 1) {
    events subjects isComplete behind families { family events withheld fields } sample { recordId fields bytes digest } } } }`)
  expect(codes).toEqual([])
  expect(data?.exchange).toMatchObject({
    dryRun: {
      events: 2,
      subjects: 2,
      isComplete: true,
      behind: [],
      families: [{ family: 'penalties', events: 2, withheld: 2 }],
      sample: [{ recordId: 'R1' }, { recordId: 'R2' }],
    },
  })
  expect(JSON.stringify(data)).not.toContain('甲局')
  expect((await ask('{ exchange { dryRun(agreement: "p", version: 2) { events } } }')).codes).toEqual([
    'BAD_USER_INPUT',
  ])
})

test('who has what, what died and what was refused can be looked up', async () => {
  const page = await stores.ledger.write(
    { agreement: 'p', number: 1, terms: 1, moves: {}, replay: null, events: [event(1), event(2), event(3)] },
    new Date(),
  )
  const [one, two, three] = [event(1), event(2), event(3)]
  await stores.ledger.keepReceipt(page, 'msg_1', [
    { event: one, outcome: 'ACCEPTED' },
    { event: two, outcome: 'REFUSED', reason: '格式不符' },
    { event: three, outcome: 'DEAD', reason: 'HTTP 503' },
  ])
  await stores.deadLetters.add(page, [{ event: three, reason: 'HTTP 503' }])
  const under = { agreement: 'p', page: 1, terms: 1, scope: '', at: new Date() }
  const holding = holdingAfter(undefined, one, 'ACCEPTED', under)
  if (holding === undefined) throw new Error('accepted content is held')
  await stores.holdings.keep([holding])
  const opened = { agreement: 'p', version: 2, kind: 'REPAIRED', since: new Date() }
  const hour = 3_600_000
  await stores.holdings.openWithdrawals([
    { ...opened, _id: 'p/R7', recordId: 'R7', dueAt: new Date(Date.now() - hour) },
    { ...opened, _id: 'p/R8', recordId: 'R8', dueAt: new Date(Date.now() + hour) },
  ])
  const { data, codes } = await ask(`{ exchange {
    trace(recordId: "R1") { partner version state acknowledgedAt }
    deadLetters(agreement: "p") { nodes { eventId reason } pageInfo { hasNextPage } }
    receipts(agreement: "p", outcome: REFUSED) { nodes { delivery rows { eventId outcome reason } } }
    agreement(id: "p") { delivery { page waiting deadLetters openWithdrawals overdueWithdrawals overdueRecords pausedBy isHere } } } }`)
  expect(codes).toEqual([])
  expect(data?.exchange).toMatchObject({
    trace: [{ partner: '某平台', version: 1, state: 'HELD' }],
    deadLetters: { nodes: [{ eventId: 'e3', reason: 'HTTP 503' }], pageInfo: { hasNextPage: false } },
    receipts: {
      nodes: [{ delivery: 'msg_1', rows: [{}, { eventId: 'e2', outcome: 'REFUSED', reason: '格式不符' }, {}] }],
    },
    agreement: {
      delivery: {
        ...{ page: 0, waiting: 0, deadLetters: 1, openWithdrawals: 2, pausedBy: null, isHere: false },
        ...{ overdueWithdrawals: 1, overdueRecords: ['R7'] },
      },
    },
  })
  const stored = await database.db.collection('exchange_pages').findOne({})
  expect(JSON.stringify(stored)).not.toContain('AdministrativePenalty')
})

test('deliveries are paused, resumed and repeated by the system administrator, for a reason', async () => {
  const pause = (reason: string) =>
    `mutation { pauseDelivery(agreement: "p", reason: "${reason}") { pausedBy pauseReason } }`
  expect((await ask(pause('检修'))).data).toEqual({ pauseDelivery: { pausedBy: '甲', pauseReason: '检修' } })
  expect((await ask(pause(' '))).codes).toEqual(['BAD_USER_INPUT'])
  const resumed = await ask('mutation { resumeDelivery(agreement: "p", reason: "完毕") { pausedBy } }')
  expect(resumed.data).toEqual({ resumeDelivery: { pausedBy: null } })
  const dead = await ask('mutation { replayDeadLetters(agreement: "p", reason: "已修好") { what by reason } }')
  expect(dead.data).toEqual({ replayDeadLetters: { what: 'DEAD_LETTERS', by: '甲', reason: '已修好' } })
  const wrong = await ask('mutation { replayFrom(agreement: "p", cursor: "x", reason: "y") { id } }')
  expect(wrong.codes).toEqual(['HUB_FEED_CURSOR_INVALID'])
  expect((await ask('mutation { replayFrom(agreement: "none", reason: "y") { id } }')).codes).toEqual([
    'BAD_USER_INPUT',
  ])
  for (const role of ['SECURITY_ADMIN', 'AUDIT_ADMIN', 'INSPECTOR', 'CREDIT_PLATFORM'] satisfies Role[])
    expect((await ask(pause('x'), { caller: '他', role })).codes).toEqual(['HUB_DISCLOSURE_DENIED'])
  expect(await stores.replays.next('p')).toMatchObject({ what: 'DEAD_LETTERS', doneAt: null })
})
