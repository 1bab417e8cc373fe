import { setTimeout as delay } from 'node:timers/promises'
import { RedisConnection } from '@hub/schema/redis/redisConnection'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isRedisSkipped, RedisServer } from '../../../test/setup/redisServer.ts'
import { LoginGuard } from '../access/keys/loginGuard.ts'
import { SharedPauses } from '../access/keys/sharedPauses.ts'
import { CallerBudget } from './callerBudget.ts'

describe.skipIf(isRedisSkipped)('several hubs with one Redis', () => {
  let server: RedisServer
  let connections: RedisConnection[]
  const told: string[] = []

  beforeEach(async () => {
    server = await RedisServer.start()
    told.length = 0
    const observer = { lost: () => told.push('lost'), found: () => told.push('found') }
    connections = [new RedisConnection(server.url, observer), new RedisConnection(server.url, observer)]
    await states('up')
  })
  afterEach(async () => {
    for (const connection of connections) connection.close()
    await server.kill()
  })

  const states = (state: 'up' | 'out') =>
    expect.poll(() => connections.map((one) => one.state), { timeout: 15_000 }).toEqual([state, state])
  const budgets = () => connections.map((connection) => new CallerBudget(100, connection))
  const guards = () => connections.map((connection) => new LoginGuard({ shared: new SharedPauses(connection) }))
  const codeOf = (done: Promise<unknown> | undefined) =>
    done?.then(
      () => 'open',
      (error) => error.code ?? error.errors[0].code,
    )

  test('share a budget; each has its own while it is out, and all one again afterwards', async () => {
    const [one, other] = budgets()
    expect(await one?.spend('ANALYST a', 60)).toBe(40)
    expect(await other?.spend('ANALYST a', 30)).toBe(10)
    expect(await other?.spend('ANALYST b', 30)).toBe(70)
    expect(await codeOf(one?.spend('ANALYST a', 30))).toBe('HUB_BUDGET_EXHAUSTED')
    await server.kill()
    await states('out')
    // A limit still, and no refusal of what is within it.
    expect(await one?.spend('ANALYST a', 60)).toBe(40)
    expect(await other?.spend('ANALYST a', 60)).toBe(40)
    expect(await codeOf(one?.spend('ANALYST a', 60))).toBe('HUB_BUDGET_EXHAUSTED')
    await server.start()
    await states('up')
    expect(await one?.spend('ANALYST a', 60)).toBe(40)
    expect(await other?.spend('ANALYST a', 30)).toBe(10)
    expect(told.sort()).toEqual(['found', 'found', 'found', 'found', 'lost', 'lost'])
  })

  test('go on while it is connected and says nothing', async () => {
    const [one, other] = budgets()
    expect(await one?.spend('ANALYST a', 60)).toBe(40)
    server.pause()
    const before = performance.now()
    expect(await other?.spend('ANALYST a', 60)).toBe(40)
    expect(performance.now() - before).toBeLessThan(2_000)
    await states('out')
    server.resume()
    await states('up')
    expect(await one?.spend('ANALYST b', 60)).toBe(40)
    expect(await other?.spend('ANALYST b', 30)).toBe(10)
  })

  test('lock together whoever guesses, and each for itself while it is out', async () => {
    const [one, other] = guards()
    for (let times = 0; times < 3; times++) for (const guard of [one, other]) await guard?.failed('key k')
    expect(await codeOf(one?.assertOpen('key k'))).toBe('HUB_LOGIN_LOCKED')
    expect(await codeOf(other?.assertOpen('key k'))).toBe('HUB_LOGIN_LOCKED')
    expect(await codeOf(other?.assertOpen('key of another'))).toBe('open')
    await delay(1_100)
    expect(await codeOf(other?.assertOpen('key k'))).toBe('open')
    await server.kill()
    await states('out')
    for (let times = 0; times < 6; times++) await one?.failed('key m')
    expect(await codeOf(one?.assertOpen('key m'))).toBe('HUB_LOGIN_LOCKED')
    expect(await codeOf(other?.assertOpen('key m'))).toBe('open')
  })

  test('tell it no names', async () => {
    const [one] = budgets()
    await one?.spend('ANALYST 李四', 1)
    await guards()[0]?.failed('address 192.0.2.1')
    const keys = (await connections[0]?.client.keys('*')) ?? []
    expect(keys).toHaveLength(2)
    expect(keys.join()).not.toMatch(/李四|192\.0\.2/)
  })
})
