import { expect, test } from 'vitest'
import type { AccessEvent } from '../accessEvent.ts'
import { RefusalNotes } from './refusalNotes.ts'

test('each address and code has one note a second; the next says how many were left out', () => {
  const events: AccessEvent[] = []
  let now = 0
  const notes = new RefusalNotes(
    async (event) => void events.push(event),
    () => now,
  )
  for (const [at, from] of [
    [0, 'a'],
    [1, 'a'],
    [2, 'b'],
    [999, 'a'],
    [1_000, 'a'],
    [2_000, 'a'],
  ] as const) {
    now = at
    notes.note({ from, result: 'HUB_TOKEN_INVALID' }, 'bad')
  }
  expect(events.map(({ at, from, details }) => [at.getTime(), from, details])).toEqual([
    [0, 'a', { reason: 'bad' }],
    [2, 'b', { reason: 'bad' }],
    [1_000, 'a', { reason: 'bad', alsoRefused: 2 }],
    [2_000, 'a', { reason: 'bad' }],
  ])
})

test('evidence that cannot be kept changes nothing of the refusal, and ends no process', async () => {
  const notes = new RefusalNotes(async () => {
    throw new Error('the ledger is out')
  })
  notes.note({ from: 'a', result: 'HUB_TOKEN_INVALID' }, 'bad')
  await new Promise((resolve) => setImmediate(resolve))
})
