import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { answerDigests, type DigestQuestion } from './digestQuestion.ts'
import { DigestSums } from './digestSums.ts'
import { DigestTree } from './digestTree.ts'
import { entryDifferences } from './entryDifferences.ts'
import { type HeldEntry, recordPlace } from './heldEntry.ts'
import { depthFor, unequalPlaces } from './unequalPlaces.ts'

const entry = fc.record({ record: fc.string({ minLength: 1, maxLength: 4 }), version: fc.integer({ min: 0, max: 3 }) })
const set = fc.uniqueArray(entry, { selector: ({ record }) => record, maxLength: 60 })

function treeOf(entries: readonly HeldEntry[], depth = depthFor(entries.length)): DigestTree {
  const tree = new DigestTree(depth)
  for (const one of entries) tree.add(one)
  return tree
}

/** Compares as the hub does, and counts what the other one was asked for. */
async function compare(
  due: readonly HeldEntry[],
  found: readonly HeldEntry[],
  depth = depthFor(Math.max(due.length, found.length)),
) {
  const ask = (question: Partial<DigestQuestion>) =>
    answerDigests(found, { families: [], nodes: [], entries: [], ...question })
  const tree = treeOf(due, depth)
  const { places, nodes } = await unequalPlaces(tree, {
    children: async (asked) => (await ask({ nodes: [...asked] })).nodes,
  })
  const below = (entries: readonly HeldEntry[]) =>
    entries.filter(({ record }) => places.some((place) => recordPlace(record).startsWith(place)))
  const told = (await ask({ entries: [...places] })).entries
  return { differences: entryDifferences(below(due), told), nodes, entries: told.length }
}

/** What differs, by looking at everything. */
function naiveDifferences(due: readonly HeldEntry[], found: readonly HeldEntry[]): string[] {
  const records = [...new Set([...due, ...found].map(({ record }) => record))]
  const versionIn = (entries: readonly HeldEntry[], record: string) =>
    entries.find((one) => one.record === record)?.version
  return records
    .filter((record) => versionIn(due, record) !== versionIn(found, record))
    .map((record) => JSON.stringify([record, versionIn(due, record) ?? null, versionIn(found, record) ?? null]))
    .sort()
}

describe('a digest tree', () => {
  test('is the same in whatever order entries come', () => {
    const shuffled = set.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
    )
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const places = ['', ...one.flatMap(({ record }) => [1, 2].map((level) => recordPlace(record).slice(0, level)))]
        const [a, b] = [treeOf(one, 2), treeOf(other, 2)]
        expect(places.map((place) => a.node(place))).toEqual(places.map((place) => b.node(place)))
        expect(a.node('').count).toBe(one.length)
      }),
    )
  })

  test('leads to the differences that a look at everything finds, and to no others', async () => {
    await fc.assert(
      fc.asyncProperty(set, set, fc.boolean(), fc.integer({ min: 1, max: 3 }), async (due, other, isNear, depth) => {
        const found = isNear
          ? [...due.slice(3), ...other.filter(({ record }) => !due.some((one) => one.record === record)).slice(0, 2)]
          : other
        const { differences } = await compare(due, found, depth)
        const told = differences.map((one) => JSON.stringify([one.record, one.due, one.found?.version ?? null])).sort()
        expect(told).toEqual(naiveDifferences(due, found))
      }),
    )
  })

  test('answers the nodes below any places as a whole tree has them, and no empty ones', async () => {
    const places = fc.array(fc.stringMatching(/^[0-9a-f]{0,2}$/), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(set, places, async (held, nodes) => {
        const asked = [...new Set(nodes)].flatMap((place) => treeOf(held, 3).children(place))
        const filled = asked.filter(({ count }) => count > 0).sort((one, other) => (one.place < other.place ? -1 : 1))
        expect((await answerDigests(held, { nodes, entries: [] })).nodes).toEqual(filled)
      }),
    )
  })

  test.each([
    [1_000, 1],
    [5_000, 20],
    [20_000, 5],
  ])('of %i records with %i differences asks for O(differences · log records) nodes', async (records, differing) => {
    const due = Array.from({ length: records }, (_, index) => ({ record: `r${index}`, version: 1 }))
    const found = due.map((one, index) => (index < differing ? { ...one, version: 0 } : one))
    const { differences, nodes, entries } = await compare(due, found)
    expect(differences).toHaveLength(differing)
    expect(nodes).toBeGreaterThan(0)
    expect(nodes).toBeLessThanOrEqual(differing * 16 * depthFor(records))
    expect(entries).toBeLessThanOrEqual(differing * 64)
  })

  test('a question keeps sums of what it asks for, however deep one of its places is', async () => {
    const add = vi.spyOn(DigestSums.prototype, 'add')
    const held = Array.from({ length: 2_000 }, (_, index) => ({ record: `r${index}`, version: 1 }))
    const { nodes } = await answerDigests(held, { nodes: ['', '0123456789abcdef'], entries: [] })
    const places = new Set(add.mock.calls.map(([place]) => place))
    add.mockRestore()
    expect([nodes.length, places.size]).toEqual([16, 16])
    expect(nodes).toEqual(treeOf(held, 1).children(''))
  })

  test('asks sixteen nodes of a holder who has the same', async () => {
    const due = Array.from({ length: 5_000 }, (_, index) => ({ record: `r${index}`, version: 1 }))
    expect(await compare(due, due.toReversed())).toEqual({ differences: [], nodes: 16, entries: 0 })
  })
})
