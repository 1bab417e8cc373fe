import { beforeEach, describe, expect, test } from 'vitest'
import { AccessRefused } from '../accessRefused.ts'
import { LoginGuard } from './loginGuard.ts'

let now: number
let guard: LoginGuard
beforeEach(() => {
  now = 1_000_000
  guard = new LoginGuard({ clock: () => now })
})

/** Seconds that one has to wait, 0 when not at all. */
async function wait(...names: string[]): Promise<number> {
  try {
    await guard.assertOpen(...names)
    return 0
  } catch (error) {
    if (!(error instanceof AccessRefused) || error.code !== 'HUB_LOGIN_LOCKED' || error.status !== 429) throw error
    return Number(error.headers['retry-after'])
  }
}

describe('whoever tries secrets', () => {
  test('has five mistakes free, then waits twice as long each time, up to a quarter of an hour', async () => {
    const waits: number[] = []
    for (let times = 0; times < 20; times++) {
      await guard.failed('address a')
      waits.push(await wait('address a'))
      now += (waits.at(-1) ?? 0) * 1_000
    }
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
    expect(waits.slice(5, 10)).toEqual([1, 2, 4, 8, 16])
    expect(waits.at(-1)).toBe(900)
  })

  test('waits by address and by key, and nobody else does', async () => {
    for (let times = 0; times < 6; times++) await guard.failed('address a', 'key k')
    expect(
      await Promise.all([wait('address a'), wait('key k'), wait('address b', 'key k'), wait('address b')]),
    ).toEqual([1, 1, 1, 0])
  })

  test('is forgotten after half an hour of quiet', async () => {
    for (let times = 0; times < 6; times++) await guard.failed('address a')
    now += 31 * 60_000
    await guard.failed('address a')
    expect(await wait('address a')).toBe(0)
  })
})
