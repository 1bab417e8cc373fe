import { expect, test } from 'vitest'
import { recordPlace } from '../reconciliation/tree/heldEntry.ts'
import { TableHoldings } from './tableHoldings.ts'

test('a table is read once for the digests of every level, and once for entries', async () => {
  let looks = 0
  const rows = Array.from({ length: 300 }, (_, index) => ({ record: `r${index}`, version: 1 }))
  const holdings = new TableHoldings(async function* () {
    looks += 1
    yield* rows
  })
  const place = recordPlace('r7')
  for (const level of [0, 1, 2, 3]) {
    const nodes = await holdings.children([place.slice(0, level)])
    const below = rows.filter(({ record }) => recordPlace(record).startsWith(place.slice(0, level)))
    expect(nodes.reduce((sum, { count }) => sum + count, 0)).toBe(below.length)
  }
  expect(looks).toBe(1)
  expect((await holdings.entries([place.slice(0, 8), place.slice(0, 9)])).map(({ record }) => record)).toEqual(['r7'])
  expect(looks).toBe(2)
})
