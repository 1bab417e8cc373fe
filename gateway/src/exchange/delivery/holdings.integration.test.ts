import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import type { Holding } from './holding.ts'
import { Holdings } from './holdings.ts'

const database = testHubDatabase()
const holdings = new Holdings(database.db)

function holding(agreement: string, recordId: string, page: number, version: number): Holding {
  const at = new Date(0)
  const facts = { division: 'trade', family: 'liquor-filings', subjectId: '$subject', kind: 'CORRECTED', scope: '' }
  const state = { state: 'HELD', closedBy: null, terms: 1, acknowledgedAt: at } as const
  return { _id: `${agreement}/${recordId}`, agreement, recordId, ...facts, ...state, page, version }
}

test('of what several workers keep, in whatever order, the later page stands', async () => {
  let run = 0
  const kept = fc.record({ recordId: fc.constantFrom('R1', 'R2', 'R3'), page: fc.integer({ min: 1, max: 4 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(kept, { maxLength: 4 }), { maxLength: 5 }), async (batches) => {
      const agreement = `a${++run}`
      const due = new Map<string, Holding>()
      for (const [version, batch] of batches.entries()) {
        const once = new Map(batch.map(({ recordId, page }) => [recordId, page]))
        const all = [...once].map(([recordId, page]) => holding(agreement, recordId, page, version))
        await holdings.keep(all)
        for (const one of all) if (one.page >= (due.get(one.recordId)?.page ?? 0)) due.set(one.recordId, one)
      }
      expect(await holdings.of(agreement, ['R1', 'R2', 'R3'])).toEqual(due)
    }),
    { numRuns: 30 },
  )
})

test('asks about many records in pieces that fit into a message, and finds those of every piece', async () => {
  const records = Array.from({ length: 2_001 }, (_, index) => `R${index}`)
  await holdings.keep(['R0', 'R1500', 'R2000'].map((recordId) => holding('many', recordId, 1, 1)))
  const find = vi.spyOn(holdings.all, 'find')
  const found = await holdings.of('many', records)
  const asked = find.mock.calls.map(([filter]) => (filter as { _id: { $in: string[] } })._id.$in.length)
  find.mockRestore()
  expect([[...found.keys()].sort(), asked]).toEqual([
    ['R0', 'R1500', 'R2000'],
    [1_000, 1_000, 1],
  ])
})
