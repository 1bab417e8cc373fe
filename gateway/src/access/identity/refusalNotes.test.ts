import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AccessEvent } from '../accessEvent.ts'
import { RefusalNotes } from './refusalNotes.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('each address and code has one note a second; what came in between is told at its end, as a number', () => {
  const events: AccessEvent[] = []
  const notes = new RefusalNotes(async (event) => void events.push(event))
  for (const [at, from, reason] of [
    [0, 'a', 'first'],
    [1, 'a', 'second'],
    [2, 'b', 'of another'],
    [999, 'a', 'third'],
    [1_500, 'a', 'fourth'],
    [9_000, 'a', 'fifth'],
  ] as const) {
    vi.advanceTimersByTime(at - Date.now())
    notes.note({ from, result: 'HUB_TOKEN_INVALID' }, reason)
  }
  vi.advanceTimersByTime(10_000)
  expect(events.map(({ at, from, details }) => [at.getTime(), from, details])).toEqual([
    [0, 'a', { reason: 'first' }],
    [2, 'b', { reason: 'of another' }],
    [999, 'a', { reason: 'third', alsoRefused: 1 }],
    [1_500, 'a', { reason: 'fourth' }],
    [9_000, 'a', { reason: 'fifth' }],
  ])
  expect(vi.getTimerCount()).toBe(0)
})

test('a flood is told whole, however it ends', () => {
  let told = 0
  const notes = new RefusalNotes(async ({ details }) => {
    told += 1 + Number(details?.alsoRefused ?? 0)
  })
  for (let count = 0; count < 5_000; count++) {
    notes.note({ from: `${count % 3}`, result: 'HUB_API_KEY_INVALID' }, 'wrong secret')
    vi.advanceTimersByTime(count % 7)
  }
  vi.advanceTimersByTime(1_000)
  expect(told).toBe(5_000)
})

test('so many addresses that memory would fill are told together from some number on', () => {
  // The clock of the tests takes minutes for so many timers, and the true one does not stand still meanwhile.
  vi.useRealTimers()
  const ends: (() => void)[] = []
  const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation((end) => {
    ends.push(end as () => void)
    return { unref: () => undefined } as never
  })
  let [told, refused] = [0, 0]
  const notes = new RefusalNotes(async ({ details }) => {
    told += 1
    refused += 1 + Number(details?.alsoRefused ?? 0)
  })
  for (let from = 0; from < 30_000; from++) notes.note({ from: `${from}`, result: 'HUB_TOKEN_INVALID' }, 'bad')
  expect([told, ends.length]).toEqual([20_001, 20_001])
  for (const end of ends.splice(0)) end()
  for (const end of ends.splice(0)) end()
  expect([told, refused, ends]).toEqual([20_002, 30_000, []])
  timers.mockRestore()
})

test('evidence that cannot be kept changes nothing of the refusal, and ends no process', async () => {
  vi.useRealTimers()
  const notes = new RefusalNotes(async () => {
    throw new Error('the ledger is out')
  })
  notes.note({ from: 'a', result: 'HUB_TOKEN_INVALID' }, 'bad')
  await new Promise((resolve) => setImmediate(resolve))
})
