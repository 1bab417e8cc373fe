import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, CALL_MILLIS, HubUnderTest, queryOf, START_MILLIS } from './hubUnderTest.ts'
import { percentile, SteadyLoad } from './load.ts'

const withTrade = queryOf('trade', 'personnel')
const withoutTrade = queryOf('foreign-investment', 'personnel')

const ROUNDS = 5
const ROUND_MILLIS = 700
const EVERY_MILLIS = 10
/** Differences below this are the scheduler's, not the hub's. */
const NOISE_MILLIS = 3

function tradeState(answer: Answer): string | undefined {
  return answer.extensions?.divisions?.find(({ division }) => division === 'trade')?.state
}

describe('a division that is out', () => {
  const hub = new HubUnderTest()

  beforeAll(() => hub.start(), START_MILLIS)
  afterAll(() => hub.stop())

  async function expectWell(): Promise<void> {
    const { answer } = await hub.ask(withTrade)
    expect(answer.errors).toBeUndefined()
    expect(answer.data?.enterprise?.liquorFilings).not.toBeNull()
  }

  async function expectOut(states: readonly string[]): Promise<void> {
    const { answer } = await hub.ask(withTrade)
    expect(answer.data?.enterprise).toMatchObject({ liquorFilings: null, commendations: expect.any(Object) })
    expect(states).toContain(tradeState(answer))
  }

  /** p95 of queries that do not touch trade, while others that do are asked as often. */
  async function p95BesideTrade(): Promise<number> {
    const beside = new SteadyLoad(hub, withoutTrade, EVERY_MILLIS)
    const touching = new SteadyLoad(hub, withTrade, EVERY_MILLIS * 2)
    await delay(ROUND_MILLIS)
    const [answers] = [await beside.end(), void touching.end()]
    const whole = answers.filter((asked) => asked?.answer.errors === undefined && asked?.answer.data?.enterprise)
    expect(whole).toHaveLength(answers.length)
    return percentile(
      whole.map((asked) => asked?.millis ?? 0),
      0.95,
    )
  }

  async function expectOthersUnmoved(makeIll: () => Promise<void>, makeWell: () => Promise<void>): Promise<void> {
    await p95BesideTrade()
    const rounds: { well: number; ill: number }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const well = await p95BesideTrade()
      await makeIll()
      const ill = await p95BesideTrade()
      await makeWell()
      rounds.push({ well, ill })
    }
    const [wells, ills] = [rounds.map(({ well }) => well), rounds.map(({ ill }) => ill)]
    const [well, ill] = [percentile(wells, 0.5), percentile(ills, 0.5)]
    // How much equal rounds differ is what this machine cannot tell apart at this moment.
    const noise = Math.max(...wells) - Math.min(...wells)
    const allowed = well + Math.max(well * 0.1, noise, NOISE_MILLIS)
    expect(ill, `p95 ${well.toFixed(1)} ms when all are well, noise ${noise.toFixed(1)} ms`).toBeLessThanOrEqual(
      allowed,
    )
  }

  test('killed: its fields are null and it is named at once; started again, it answers again', async () => {
    await expectWell()
    await hub.division('trade').kill()
    await expectOut(['UNAVAILABLE'])
    await expectOut(['UNAVAILABLE'])
    await hub.division('trade').start()
    await expectWell()
  })

  test("killed in the middle of load: every query is answered, the others' fields are whole", async () => {
    const load = new SteadyLoad(hub, withTrade, EVERY_MILLIS)
    await delay(300)
    await hub.division('trade').kill()
    await delay(200)
    await hub.division('trade').start()
    await delay(300)
    const answers = await load.end()
    for (const asked of answers) {
      expect(asked?.answer.data?.enterprise).toMatchObject({
        name: expect.any(String),
        commendations: expect.any(Object),
      })
      if (asked?.answer.data?.enterprise?.liquorFilings === null) expect(tradeState(asked.answer)).toBe('UNAVAILABLE')
    }
    expect(answers.length).toBeGreaterThan(10)
  })

  test('connections reset under load: queries beside it take no longer', async () => {
    await expectOthersUnmoved(
      () => hub.division('trade').fall('reset'),
      () => hub.division('trade').fall('none'),
    )
  })

  test('answers that drip under load: queries beside them take no longer', async () => {
    await expectOthersUnmoved(
      () => hub.division('trade').fall('drip'),
      () => hub.division('trade').fall('none'),
    )
  })

  test('killed for long: its breaker opens, and nobody waits for it; /readyz says so', async () => {
    await hub.division('trade').kill()
    for (let times = 0; times < 30; times++) await hub.ask(withTrade)
    const { answer, millis } = await hub.ask(withTrade)
    expect(tradeState(answer)).toBe('UNAVAILABLE')
    expect(millis).toBeLessThan(CALL_MILLIS / 2)
    const ready = (await (await fetch(`${new URL(hub.gateway.url).origin}/readyz`)).json()) as {
      divisions: { name: string; breaker: string }[]
    }
    expect(ready.divisions.find(({ name }) => name === 'trade')?.breaker).toBe('open')
    await hub.division('trade').start()
    await expect.poll(async () => tradeState((await hub.ask(withTrade)).answer), { timeout: 60_000 }).toBeUndefined()
  })

  test('stopped: queries beside it take no longer, those that need it end with the call', async () => {
    await expectOthersUnmoved(
      async () => hub.division('trade').signal('SIGSTOP'),
      async () => hub.division('trade').signal('SIGCONT'),
    )
    hub.division('trade').signal('SIGSTOP')
    const { answer, millis } = await hub.ask(withTrade)
    hub.division('trade').signal('SIGCONT')
    expect(['TIMEOUT', 'UNAVAILABLE']).toContain(tradeState(answer))
    expect(millis).toBeLessThan(CALL_MILLIS + 1_500)
  })
})
