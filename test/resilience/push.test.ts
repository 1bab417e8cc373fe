import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../conformance/oracle/random.ts'
import { PushedHub } from './pushedHub.ts'

/** Another one tries other moments of the kills. */
const SEED = 1
let hub: PushedHub

beforeAll(async () => {
  hub = await PushedHub.start({ gateways: 2 })
}, 240_000)
afterAll(() => hub?.stop(), 60_000)

/** The partner has what the division has, and nothing else. */
async function untilDelivered(): Promise<void> {
  const look = async () => {
    const [filings, records] = [new Set(await hub.filings()), await hub.partnerRecords()]
    const held = new Set([...records].filter(([, { isWithdrawn }]) => !isWithdrawn).map(([recordId]) => recordId))
    const missing = [...filings].filter((recordId) => !held.has(recordId))
    const tooMuch = [...held].filter((recordId) => !filings.has(recordId))
    return { filings: filings.size, missing, tooMuch }
  }
  const isSo = async (): Promise<boolean> => {
    const { filings, missing, tooMuch } = await look()
    return filings > 0 && missing.length + tooMuch.length === 0
  }
  await hub.until('everything is delivered', isSo).catch(async (error) => {
    expect(await look(), await hub.log()).toMatchObject({ missing: [], tooMuch: [] })
    throw error
  })
}

interface Receipts {
  readonly exchange: {
    readonly receipts: {
      readonly nodes: readonly { readonly rows: readonly { outcome: string; reason: string | null }[] }[]
    }
  }
}

describe('a push to a partner', { timeout: 300_000 }, () => {
  test('brings everything once, in order, whatever the partner does and whoever is killed', async () => {
    await hub.importFilings(1)
    await untilDelivered()
    const moods = [
      { status: 429, retryAfterSeconds: 1, times: 1 },
      { loseAnswers: true, times: 2 },
      { delayMillis: 400, times: 3 },
      { status: 503, times: 2 },
    ]
    const random = new Random(SEED)
    for (const [index, mood] of moods.entries()) {
      const { repeats } = await hub.partnerSummary()
      await hub.behave(mood)
      await hub.importFilings(index + 2)
      await pause(random.between(0, 500))
      if (index % 2 === 1) await hub.killGateway()
      // A mood that is over before anything was sent has tried nothing.
      if (mood.loseAnswers)
        await hub.until('what lost its answer came twice', async () => (await hub.partnerSummary()).repeats > repeats)
    }
    await untilDelivered()
    const told = await hub.partnerSummary()
    expect(told).toMatchObject({ conflicts: [], outdated: [], faults: {} })
    expect(await hub.filings()).toHaveLength(200)
  })

  test('is made by one of two hubs', async () => {
    await hub.until('one of two delivers', async () => (await hub.deliverer()) !== undefined)
  })

  test('keeps what was refused, row by row with its reason, and brings it again by hand', async () => {
    await hub.behave({ refuse: [{ family: 'liquor-filings', reason: '格式不符' }] })
    await hub.importFilings(9)
    const query = `{ exchange { receipts(agreement: "demo-partner", outcome: REFUSED, first: 200) {
      nodes { rows { outcome reason } } } } }`
    await hub.until('40 rows are refused', async () => {
      const { exchange } = await hub.ask<Receipts>(query)
      const rows = exchange.receipts.nodes.flatMap((receipt) => receipt.rows)
      return rows.filter(({ outcome, reason }) => outcome === 'REFUSED' && reason === '格式不符').length === 40
    })
    await hub.behave({})
    await hub.ask('mutation { replayFrom(agreement: "demo-partner", reason: "格式已改正") { id } }')
    await untilDelivered()
  })

  test('withdraws at the partner what is withdrawn here, down to the receipt', async () => {
    const [recordId = ''] = await hub.filings()
    await hub.withdraw(recordId)
    await hub.until(
      'the partner has withdrawn it',
      async () => (await hub.partnerRecords()).get(recordId)?.isWithdrawn === true,
    )
    const query =
      'query($id: ID!) { exchange { trace(recordId: $id) { state kind version acknowledgedAt withdrawalDueAt } } }'
    await hub.until('its receipt is kept', async () => {
      const { exchange } = await hub.ask<{ exchange: { trace: object[] } }>(query, { id: recordId })
      const [held] = exchange.trace as {
        state: string
        acknowledgedAt: string | null
        withdrawalDueAt: string | null
      }[]
      return held?.state === 'CLOSED' && held.acknowledgedAt !== null && held.withdrawalDueAt === null
    })
    await untilDelivered()
  })
})
