import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consistencyProof, provesGrowth } from './consistencyProof.ts'
import { emptyTree, leafHash, nodeHash, withLeaf } from './merkleTree.ts'

/** RFC 9162, 2.1.1 and 2.1.4.1, word for word. */
function naiveRoot(entries: readonly string[]): string {
  const [only] = entries
  if (only !== undefined && entries.length === 1) return leafHash('SM3', only)
  const half = naiveSplit(entries.length)
  return nodeHash('SM3', naiveRoot(entries.slice(0, half)), naiveRoot(entries.slice(half)))
}
const naiveSplit = (size: number): number => 2 ** (Math.ceil(Math.log2(size)) - 1)
function naiveProof(size: number, entries: readonly string[], isWhole = true): string[] {
  if (size === entries.length) return isWhole ? [] : [naiveRoot(entries)]
  const half = naiveSplit(entries.length)
  const [left, right] = [entries.slice(0, half), entries.slice(half)]
  return size <= half
    ? [...naiveProof(size, left, isWhole), naiveRoot(right)]
    : [...naiveProof(size - half, right, false), naiveRoot(left)]
}

const entriesOf = (size: number): string[] => Array.from({ length: size }, (_, index) => `entry ${index}`)
const treeOf = (entries: readonly string[]) => entries.reduce((tree, entry) => withLeaf(tree, 'SM3', entry), emptyTree)
const headOf = (entries: readonly string[]) => ({ size: entries.length, root: naiveRoot(entries) })

describe('a tree that has grown', () => {
  test('is proved to by the proof of the definition, made of its old frontier and the new entries alone', () => {
    for (let size = 1; size <= 33; size++) {
      for (let old = 1; old <= size; old++) {
        const entries = entriesOf(size)
        const before = treeOf(entries.slice(0, old))
        const proof = consistencyProof('SM3', { before, added: entries.slice(old) })
        expect(proof).toEqual(naiveProof(old, entries))
        const heads = { first: headOf(entries.slice(0, old)), second: headOf(entries) }
        expect(provesGrowth('SM3', heads, proof)).toBe(true)
      }
    }
  })

  test('is not where an entry before was another, nor by any other proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (size, some, at) => {
        const old = 1 + (some % (size - 1))
        const entries = entriesOf(size)
        const changed = entries.with(at % old, 'another')
        const second = headOf(entries)
        const proof = consistencyProof('SM3', { before: treeOf(changed.slice(0, old)), added: entries.slice(old) })
        const first = headOf(changed.slice(0, old))
        expect(provesGrowth('SM3', { first, second }, proof)).toBe(false)
        expect(provesGrowth('SM3', { first, second }, naiveProof(old, entries))).toBe(false)
        const right = { first: headOf(entries.slice(0, old)), second }
        const good = naiveProof(old, entries)
        expect(provesGrowth('SM3', right, good.slice(1))).toBe(false)
        expect(provesGrowth('SM3', right, [...good, second.root])).toBe(false)
        expect(provesGrowth('SM3', { first: { ...right.first, size: old + 1 }, second }, good)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
