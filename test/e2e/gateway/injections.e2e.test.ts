import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processUsage } from '../../bench/processUsage.ts'
import { childProcesses } from '../launcher/childProcesses.ts'
import { type StartedHub, startedHub } from '../launcher/startedHub.ts'
import { type Injection, injections } from './injections.ts'

/** An event loop that stands still longer has computed at least so long. */
const MOST_CPU_MILLIS = 50
/** Both do other things too: what happens every time is the attack's. */
const TRIES = 5
/** What only the inside of a process knows. */
const INSIDE = /Mongo|BSON|node_modules|\.[jt]s:\d|personIdNo"\s*:/

interface Told {
  status: number
  text: string
  code: string | undefined
}

/** The launcher's hub over its four divisions and their database; attacks come by HTTP, as anybody's. */
describe('injections into a hub', () => {
  let hub: StartedHub
  let officer: string
  let pids: number[]

  beforeAll(async () => {
    hub = await startedHub(['--demo', '30'])
    officer = await hub.run('token', '--role', 'officer', '--division', 'market-order')
    pids = childProcesses(hub.child.pid ?? 0)
      .filter(({ command }) => /gateway\/dist\/main|market-order\/dist\/main/.test(command))
      .map(({ pid }) => pid)
  }, 120_000)
  afterAll(() => hub.stop())

  async function send({ query, variables = '{}', role }: Injection): Promise<Told> {
    const authorization = role === 'officer' ? { authorization: `Bearer ${officer}` } : {}
    const response = await fetch(`${hub.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    })
    const text = await response.text()
    return { status: response.status, text, code: /"code":"(\w+)"/.exec(text)?.[1] }
  }

  /** The most that hub or division computed for it; the least of several tries. */
  async function cpuMillis(injection: Injection): Promise<number> {
    let least = Number.POSITIVE_INFINITY
    for (let tried = 0; tried < TRIES && least > MOST_CPU_MILLIS; tried++) {
      const before = pids.map((pid) => processUsage(pid).cpuMs)
      await send(injection)
      const spent = pids.map((pid, at) => processUsage(pid).cpuMs - (before[at] ?? 0))
      least = Math.min(least, Math.max(...spent))
    }
    return least
  }

  test('what they would find is there, and both processes are watched', async () => {
    expect(pids).toHaveLength(2)
    const { text } = await send({ name: 'all', query: '{ enterprises { totalCount } }' })
    expect(Number(/"totalCount":(\d+)/.exec(text)?.[1])).toBeGreaterThan(10)
    const desk = '{ marketOrderDesk { doubtfulRows { totalCount } } }'
    expect((await send({ name: 'desk', query: desk, role: 'officer' })).text).toMatch(/"totalCount":\d/)
  })

  test.each(injections.map((injection) => [injection.name, injection] as const))('%s', async (_, injection) => {
    const { status, text, code } = await send(injection)
    expect([code, text]).toEqual([injection.code, text])
    expect(status).toBeLessThan(500)
    // Nothing is found: no record, no row, no count above nothing.
    if (injection.code === undefined) expect(text).toMatch(/"totalCount":0|"(?:enterprise|penalty)":null/)
    else expect(text).not.toMatch(/"totalCount"|"name":"/)
    expect(text).not.toMatch(INSIDE)
    expect(await cpuMillis(injection)).toBeLessThanOrEqual(MOST_CPU_MILLIS)
  })

  test('change nothing of what everyone gets', async () => {
    const { text } = await send({ name: 'all', query: '{ enterprises { totalCount } }' })
    expect(Number(/"totalCount":(\d+)/.exec(text)?.[1])).toBeGreaterThan(10)
  })
})
