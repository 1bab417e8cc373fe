import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { RefusalLog } from './refusalLog.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('every refusal is counted; the log has a line a second for each kind, with the count, and the last of them', () => {
  vi.useFakeTimers({ now: 0 })
  const lines: unknown[] = []
  const logger = { warn: (line: object) => lines.push([Date.now(), line]) } as unknown as Logger
  const refusals = new RefusalLog(logger)
  const request = { method: 'POST', socket: { remoteAddress: '192.0.2.7' } as Socket }
  for (const [at, fault] of [
    [0, 'replayed'],
    [10, 'replayed'],
    [20, 'unsigned'],
    [999, 'replayed'],
    [5_000, 'replayed'],
  ] as const) {
    vi.advanceTimersByTime(at - Date.now())
    refusals.note(fault, request)
  }
  vi.advanceTimersByTime(10_000)
  const told = { method: 'POST', address: '192.0.2.7' }
  expect(lines).toEqual([
    [0, { fault: 'replayed', total: 1, ...told }],
    [20, { fault: 'unsigned', total: 1, ...told }],
    [1_000, { fault: 'replayed', total: 3, ...told }],
    [5_000, { fault: 'replayed', total: 4, ...told }],
  ])
  expect(vi.getTimerCount()).toBe(0)
})
