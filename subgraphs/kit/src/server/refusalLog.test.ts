import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { expect, test } from 'vitest'
import { RefusalLog } from './refusalLog.ts'

test('every refusal is counted; the log has a line a second for each kind, with the count', () => {
  const lines: unknown[] = []
  let now = 0
  const logger = { warn: (line: unknown) => lines.push(line) } as unknown as Logger
  const refusals = new RefusalLog(logger, () => now)
  const request = { method: 'POST', socket: { remoteAddress: '192.0.2.7' } as Socket }
  for (const [at, fault] of [
    [0, 'replayed'],
    [10, 'replayed'],
    [20, 'unsigned'],
    [999, 'replayed'],
    [1_000, 'replayed'],
  ] as const) {
    now = at
    refusals.note(fault, request)
  }
  expect(refusals.counts).toEqual({ replayed: 4, unsigned: 1 })
  expect(lines).toEqual([
    { fault: 'replayed', total: 1, method: 'POST', address: '192.0.2.7' },
    { fault: 'unsigned', total: 1, method: 'POST', address: '192.0.2.7' },
    { fault: 'replayed', total: 4, method: 'POST', address: '192.0.2.7' },
  ])
})
