import { expect, test } from 'vitest'
import type { Desk } from '../desk/desk.ts'
import { databaseLimits } from '../query/databaseLimits.ts'
import { requestContext } from './requestContext.ts'

const OWN = 6_000

test.each([
  ['what the hub still waits', '800', 800],
  ['no longer than the division itself waits', '20000', OWN],
  ['as long as the division itself waits where the hub does not say', undefined, OWN],
  ['as long where what it says is no time', 'soon', OWN],
  ['as long where it says none is left', '0', OWN],
])('the database is given %s', (_, header, millis) => {
  const { deadline } = requestContext({ records: {} } as Desk, OWN, header)
  const { maxTimeMS, signal } = databaseLimits(deadline)
  expect(maxTimeMS).toBeLessThanOrEqual(millis)
  expect(maxTimeMS).toBeGreaterThan(millis - 500)
  expect(signal.aborted).toBe(false)
})

test('what is left grows less, down to the least that MongoDB takes, and then the reads are ended', async () => {
  const { deadline } = requestContext({ records: {} } as Desk, OWN, '40')
  const ended = new Promise((resolve) => deadline.signal.addEventListener('abort', resolve))
  await ended
  expect(deadline.remaining()).toBe(1)
})
