import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publicityCounts, totalCounts } from './publicityCounts.ts'

const ids = ['r1', 'r2', 'r3', 'r4', 'r5']
const some = fc.subarray(ids).map((list): ReadonlySet<string> => new Set(list))
/** A decision whose seven working days are over on the day of the report, and one whose are not. */
const days = fc.constantFrom('2026-10-08', '2026-10-30')
const TODAY = '2026-11-02'

test('every decision of the month is reported, or stands under one basis for not being so', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...ids), days, { noNullPrototype: true }),
      fc.record({ shared: some, open: some, reported: some, stored: some }),
      (decided, { shared, open, reported, stored }) => {
        const all = new Map(Object.entries(decided))
        const counts = publicityCounts({ all, shared, open }, { reported, stored }, TODAY)
        const left = [...all].filter(([id]) => !reported.has(id))
        const of = (code: string) => counts.unreportedBases.find((basis) => basis.code === code)?.count ?? 0
        expect(counts.reported + counts.unreported).toBe(counts.produced)
        expect(counts.unreported).toBe(left.length)
        expect(of('NOT_SHARED')).toBe(left.filter(([id]) => !shared.has(id)).length)
        expect(of('WITHIN_PERIOD')).toBe(left.filter(([id, day]) => shared.has(id) && day === '2026-10-30').length)
        expect(of('NONE')).toBe(left.filter(([id, day]) => shared.has(id) && day === '2026-10-08').length)
        expect(counts.published).toBe([...all.keys()].filter((id) => open.has(id)).length)
        const twice = totalCounts([counts, counts])
        expect([twice.produced, twice.unreported]).toEqual([2 * counts.produced, 2 * counts.unreported])
        expect(twice.unreportedBases.map(({ count }) => count)).toEqual(
          counts.unreportedBases.map(({ count }) => 2 * count),
        )
      },
    ),
  )
})

test('a basis says what document it rests on', () => {
  const all = new Map([['r1', '2026-10-08']])
  const none = new Set<string>()
  const { unreportedBases } = publicityCounts(
    { all, shared: none, open: none },
    { reported: none, stored: none },
    TODAY,
  )
  expect(unreportedBases).toMatchObject([{ code: 'NOT_SHARED', count: 1 }])
  expect(unreportedBases[0]?.document).toBeTruthy()
})
