import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anonymous } from '@hub/schema/access/callerClaims'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { divisionHopSettings, gatewayHopSettings, gatewaySigner } from '../../setup/hopKeys.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { isRedisSkipped, RedisServer } from '../../setup/redisServer.ts'
import { testDatabase } from '../../setup/testDatabase.ts'
import { freePorts } from '../launcher/freePorts.ts'
import { type StartedProcess, startedProcess, supergraphFile } from './startedProcess.ts'

const database = testDatabase()
const stored = { MONGODB_URI: database.uri, DATABASE_NAME: database.name }
const BUDGET = 10_000
/** A connection and its nodes. */
const COST = 101

interface Readyz {
  status: string
  redis: string
}

/** Real processes, and a real Redis that comes and goes. */
describe.skipIf(isRedisSkipped)('two hubs that share a Redis', () => {
  let redis: RedisServer
  let hubs: StartedProcess[]
  let folder: string

  beforeAll(async () => {
    redis = await RedisServer.start()
    folder = await mkdtemp(join(tmpdir(), 'hub-limits-'))
    const port = await freePorts()
    const settings = {
      ...gatewayHopSettings,
      ...stored,
      SUPERGRAPH_FILE: supergraphFile,
      REDIS_URL: redis.url,
      COST_BUDGET: String(BUDGET),
      API_KEY_SECRET: 'a secret of the hub, for this test alone',
      EVIDENCE_FOLDER: folder,
    }
    hubs = await Promise.all(
      [0, 1].map((at) => startedProcess('gateway', port + at, { ...settings, HUB_INSTANCE: `hub-${at}` })),
    )
  })
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.kill()))
    await redis.kill()
    await rm(folder, { recursive: true })
  })

  const readyz = async (hub: StartedProcess): Promise<Readyz> => (await fetch(`${hub.origin}/readyz`)).json() as never
  const states = (state: 'up' | 'out') =>
    expect
      .poll(async () => (await Promise.all(hubs.map(readyz))).map((one) => one.redis), { timeout: 20_000 })
      .toEqual([state, state])

  /** What is left of the budget; the code of the refusal where nothing is. */
  async function ask(at: number, authorization?: string): Promise<number | string> {
    const query = '{ enterprises(first: 100) { nodes { name } } }'
    const headers = { 'hub-cost': '1', ...(authorization && { authorization }) }
    const response = await postGraph(`${hubs[at]?.origin}`, { query }, headers)
    expect(response.status).toBeLessThan(500)
    const answer = (await response.json()) as {
      extensions?: { cost?: { remaining: number } }
      errors?: { extensions: { code: string } }[]
    }
    return answer.extensions?.cost?.remaining ?? answer.errors?.[0]?.extensions.code ?? 'nothing'
  }

  async function untilExhausted(at: number): Promise<number> {
    for (let times = 0; times <= BUDGET / COST + 1; times++)
      if ((await ask(at)) === 'HUB_BUDGET_EXHAUSTED') return times
    return Number.POSITIVE_INFINITY
  }

  test('have one budget', async () => {
    await states('up')
    expect([await ask(0), await ask(1), await ask(0)]).toEqual([1, 2, 3].map((times) => BUDGET - times * COST))
    expect(await readyz(hubs[0] as StartedProcess)).toMatchObject({ redis: 'up' })
  })

  test('answer on, each with a budget of its own, when it is killed in the middle; then it is one budget again', async () => {
    const asked = [0, 1].map(async (at) => {
      const answers: (number | string)[] = []
      for (let times = 0; times < 25; times++) answers.push(await ask(at))
      return answers
    })
    await redis.kill()
    for (const answers of await Promise.all(asked)) expect(answers.filter((one) => typeof one !== 'number')).toEqual([])
    await states('out')
    const metrics = await (await fetch(`${hubs[0]?.origin}/metrics`)).text()
    expect(metrics).toContain('\nhub_redis_up 0\n')
    expect(await readyz(hubs[1] as StartedProcess)).toMatchObject({ status: 'partial' })
    for (const at of [0, 1]) expect(await untilExhausted(at)).toBeLessThanOrEqual(BUDGET / COST)
    await redis.start()
    await states('up')
    expect([await ask(0), await ask(1)]).toEqual([BUDGET - COST, BUDGET - 2 * COST])
  })

  test('lock together whoever guesses keys', async () => {
    const guess = `Bearer hub_abcdefghjk_${'A'.repeat(43)}`
    const codes: (number | string)[] = []
    for (let times = 0; times < 4; times++) for (const at of [0, 1]) codes.push(await ask(at, guess))
    expect(codes).toEqual([...Array(6).fill('HUB_API_KEY_INVALID'), ...Array(2).fill('HUB_LOGIN_LOCKED')])
  })

  test('a division of two processes answers a request once, whichever gets it', async () => {
    const port = await freePorts()
    const settings = { ...stored, ...divisionHopSettings('trade'), REDIS_URL: redis.url }
    const processes = [0, 1].map((at) => startedProcess('subgraphs/trade', port + at, settings))
    const division = await Promise.all(processes)
    const body = JSON.stringify({ query: '{ __typename }' })
    const hub = gatewaySigner('trade')
    const sendAll = async (): Promise<number[]> => {
      const headers = hub.headers({ method: 'POST', target: '/graphql', body, caller: anonymous })
      const to = ({ origin }: StartedProcess) =>
        fetch(`${origin}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        })
      const statuses: number[] = []
      for (const one of [...division, ...division]) statuses.push((await to(one)).status)
      return statuses
    }
    const state = async () =>
      Promise.all(
        division.map(async ({ origin }) => ((await (await fetch(`${origin}/readyz`)).json()) as Readyz).redis),
      )
    await expect.poll(state).toEqual(['up', 'up'])
    expect(await sendAll()).toEqual([200, 401, 401, 401])
    await redis.kill()
    await expect.poll(state).toEqual(['out', 'out'])
    // Each remembers what it has answered itself.
    expect(await sendAll()).toEqual([200, 200, 401, 401])
    await Promise.all(division.map((one) => one.kill()))
  })
})
