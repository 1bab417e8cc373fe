import { expect, test } from 'vitest'
import { placesOf } from './ledgerPage.ts'

test('an event stands behind those before it in its page, and behind every event of earlier pages', () => {
  const events = Array.from({ length: 500 }, (_, index) => {
    return { id: `e${index}`, recordId: 'r', version: 1, kind: 'CREATED' as const }
  })
  const places = [1, 2, 300_000_000].flatMap((number) => events.map(({ id }) => placesOf({ number, events })(id)))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(new Set(places).size).toBe(places.length)
  expect(places.every(Number.isSafeInteger)).toBe(true)
})
