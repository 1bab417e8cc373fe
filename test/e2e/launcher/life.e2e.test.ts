import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { divisions } from '@hub/schema/divisions/divisions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postGraph } from '../../setup/postGraph.ts'
import { childProcesses } from './childProcesses.ts'
import { freePorts, isFree } from './freePorts.ts'
import { type HubCommand, hubCommand } from './hubCommand.ts'

const startedPattern = /Ctrl-C/
/** Who asks a lost division more often opens the gateway's breaker, and waits for that instead. */
const seldom = { timeout: 60_000, interval: 2_000 }

/** One hub per test, on a folder and ports they share; the database is one the launcher finds and starts itself. */
describe('the life of a hub', () => {
  let folder: string
  let port: number
  let hub: HubCommand

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-life-'))
    port = await freePorts()
  })
  afterAll(async () => {
    hub.child.kill('SIGKILL')
    await untilPortsFree()
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 })
  })

  async function start(): Promise<void> {
    hub = hubCommand(['up', '--port', String(port), '--data', folder, '--empty'])
    await hub.printed(startedPattern)
  }

  function databasePort(): number {
    return Number(/数据库 database .* 127\.0\.0\.1:(\d+)/.exec(hub.output())?.[1])
  }

  async function untilPortsFree(): Promise<void> {
    const ports = [...[0, 1, 2, 3, 4].map((offset) => port + offset), databasePort()]
    for (let busy = ports; busy.length > 0; ) {
      const free = await Promise.all(busy.map(isFree))
      busy = busy.filter((_, index) => !free[index])
      if (busy.length > 0) await delay(100)
    }
  }

  async function ask(query: string): Promise<unknown> {
    return (await postGraph(`http://127.0.0.1:${port}`, { query })).json()
  }

  test('it starts, says what runs where, and answers', async () => {
    await start()
    expect(hub.output()).toContain(`http://127.0.0.1:${port}/graphql`)
    for (const { name, chineseName } of divisions) expect(hub.output()).toMatch(new RegExp(`${chineseName} +${name}`))
    expect(hub.output()).not.toContain('not ready')
    expect(await ask('{ enterprises(first: 1) { totalCount } commendations(first: 1) { totalCount } }')).toEqual({
      data: { enterprises: { totalCount: 0 }, commendations: { totalCount: 0 } },
    })
  })

  test('`hub status` finds it', async () => {
    const status = hubCommand(['status', '--port', String(port), '--data', folder])
    expect(await status.ended, status.output()).toBe(0)
    expect(status.output().match(/就绪 ready/g)).toHaveLength(5)
    expect(status.output()).toContain(`pid ${hub.child.pid}, port ${port}`)
  })

  test('a second one on its folder is refused, wherever it would listen', async () => {
    const other = await freePorts()
    const second = hubCommand(['up', '--port', String(other), '--data', folder, '--empty'])
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain('HUB_DATA_FOLDER_IN_USE')
  })

  test('a second one elsewhere runs beside it', async () => {
    const otherFolder = await mkdtemp(join(tmpdir(), 'hub-beside-'))
    const other = hubCommand(['up', '--port', String(await freePorts()), '--data', otherFolder, '--empty'])
    await other.printed(startedPattern)
    other.child.kill('SIGTERM')
    expect(await other.ended, other.output()).toBe(0)
    await rm(otherFolder, { recursive: true })
  })

  test('a division that dies is started again, and the others answer meanwhile', async () => {
    const trade = childProcesses(hub.child.pid ?? 0).find(({ command }) => command.includes('subgraphs/trade/'))
    process.kill(trade?.pid ?? 0, 'SIGKILL')
    await hub.printed(/! trade .*SIGKILL/)
    expect(await ask('{ commendations(first: 1) { totalCount } }')).toEqual({
      data: { commendations: { totalCount: 0 } },
    })
    await expect
      .poll(() => ask('{ liquorFilings(first: 1) { totalCount } }'), seldom)
      .toEqual({ data: { liquorFilings: { totalCount: 0 } } })
  })

  test('a database that dies is started again on the same port and data', async () => {
    const keeper = childProcesses(hub.child.pid ?? 0).find(({ command }) => command.includes('keeper.mjs'))
    const [server] = childProcesses(keeper?.pid ?? 0)
    process.kill(server?.pid ?? 0, 'SIGKILL')
    await hub.printed(/! database /)
    await expect
      .poll(() => ask('{ penalties(first: 1) { totalCount } }'), seldom)
      .toEqual({ data: { penalties: { totalCount: 0 } } })
  })

  test('Ctrl-C stops everything and leaves nothing', async () => {
    hub.child.kill('SIGINT')
    // Under npm the same Ctrl-C arrives twice; that is no wish to hurry.
    hub.child.kill('SIGINT')
    expect(await hub.ended, hub.output()).toBe(0)
    expect(await isFree(databasePort())).toBe(true)
    expect(await Promise.all([0, 1, 2, 3, 4].map((offset) => isFree(port + offset)))).toEqual(Array(5).fill(true))
    await expect(access(join(folder, 'hub.lock'))).rejects.toThrow()
  })

  test('killed outright, it leaves no process holding a port, and starts again', async () => {
    await start()
    hub.child.kill('SIGKILL')
    await hub.ended
    await untilPortsFree()
    await start()
  })

  test('killed outright, it can be started again at once', async () => {
    hub.child.kill('SIGKILL')
    await hub.ended
    await start()
    hub.child.kill('SIGINT')
    expect(await hub.ended).toBe(0)
  })
})
