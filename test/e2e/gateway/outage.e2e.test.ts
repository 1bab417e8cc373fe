import type { DivisionName } from '@hub/schema/divisions/divisions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { divisionHopSettings, gatewayHopSettings } from '../../setup/hopKeys.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { testDatabase } from '../../setup/testDatabase.ts'
import { freePorts } from '../launcher/freePorts.ts'
import { type StartedProcess, startedProcess, supergraphFile } from './startedProcess.ts'

const database = testDatabase()

interface Answer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[]
  readonly extensions?: { readonly divisions: readonly Record<string, unknown>[] }
}

/** personnel runs all the time, trade comes and goes, the other two are never there. */
describe('a division that is out', () => {
  let gateway: StartedProcess
  let personnel: StartedProcess
  let trade: StartedProcess | undefined
  let tradePort: number

  beforeAll(async () => {
    const port = await freePorts()
    tradePort = port + 1
    const urls = ['PERSONNEL', 'TRADE', 'MARKET_ORDER', 'FOREIGN_INVESTMENT'].map((name, offset) => [
      `${name}_URL`,
      `http://127.0.0.1:${port + offset}/graphql`,
    ])
    const settings = { SUPERGRAPH_FILE: supergraphFile, ...gatewayHopSettings, ...Object.fromEntries(urls) }
    gateway = await startedProcess('gateway', port + 4, settings)
    personnel = await startDivision('personnel', port)
  })
  afterAll(async () => {
    await Promise.all([gateway, personnel, trade].map((started) => started?.kill()))
  })

  function startDivision(name: DivisionName, port: number): Promise<StartedProcess> {
    const settings = {
      MONGODB_URI: database.uri,
      DATABASE_NAME: `${database.name}-${name}`,
      ...divisionHopSettings(name),
    }
    return startedProcess(`subgraphs/${name}`, port, settings)
  }

  async function ask(): Promise<{ answer: Answer; text: string }> {
    const query = '{ commendations(first: 1) { totalCount } liquorFilings(first: 1) { totalCount } }'
    const response = await postGraph(gateway.origin, { query })
    expect(response.status).toBe(200)
    const text = await response.text()
    return { answer: JSON.parse(text), text }
  }

  async function expectTradeOut(): Promise<void> {
    const { answer, text } = await ask()
    expect(answer.data).toEqual({ commendations: { totalCount: 0 }, liquorFilings: null })
    expect(answer.errors).toHaveLength(1)
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE', division: 'trade' })
    expect(text).not.toMatch(new RegExp(`127\\.0\\.0\\.1|localhost|${tradePort}|ECONN|\\bat .*:\\d+`))
  }

  test('has null fields and an error that names it and nothing inside; the others answer', expectTradeOut)

  test('is named by /readyz, which stays at 200', async () => {
    const response = await fetch(`${gateway.origin}/readyz`)
    expect(response.status).toBe(200)
    const { status, divisions } = (await response.json()) as { status: string; divisions: { state: string }[] }
    expect([status, ...divisions.map(({ state }) => state)]).toEqual([
      'partial',
      'unreachable',
      'unreachable',
      'unreachable',
      'ready',
    ])
  })

  test('answers again as soon as it runs, the gateway untouched; what it said stands in for it when it goes out again', async () => {
    trade = await startDivision('trade', tradePort)
    const filled = { data: { commendations: { totalCount: 0 }, liquorFilings: { totalCount: 0 } } }
    expect((await ask()).answer).toEqual(filled)
    await trade.kill()
    const { data, errors, extensions } = (await ask()).answer
    expect({ data, errors }).toEqual({ ...filled, errors: undefined })
    expect(extensions?.divisions).toContainEqual(
      expect.objectContaining({ division: 'trade', state: 'STALE', asOf: expect.any(String) }),
    )
    trade = await startDivision('trade', tradePort)
    expect((await ask()).answer).toEqual(filled)
  })
})
