import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf } from '../record/hashAlgorithm.ts'
import { inclusionProof, provenRoot } from './inclusionProof.ts'
import { emptyTree, leafHash, merkleRoot, nodeHash, withLeaf } from './merkleTree.ts'

/** RFC 9162, 2.1.1, word for word. */
function naiveRoot(entries: readonly string[]): string {
  const [only] = entries
  if (only !== undefined && entries.length === 1) return leafHash('SM3', only)
  let half = 1
  while (half * 2 < entries.length) half *= 2
  return nodeHash('SM3', naiveRoot(entries.slice(0, half)), naiveRoot(entries.slice(half)))
}

const entriesOf = (size: number): string[] => Array.from({ length: size }, (_, index) => `entry ${index}`)
const treeOf = (entries: readonly string[]) => entries.reduce((tree, entry) => withLeaf(tree, 'SM3', entry), emptyTree)

test('grown entry by entry it has the root of the definition', () => {
  for (let size = 1; size <= 70; size++) {
    const tree = treeOf(entriesOf(size))
    expect(merkleRoot(tree, 'SM3')).toBe(naiveRoot(entriesOf(size)))
    expect(tree.roots).toHaveLength(size.toString(2).replaceAll('0', '').length)
  }
})

test('every entry can be proved to be in it, at its own place only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (size, some, other) => {
      const entries = entriesOf(size)
      const [index, elsewhere] = [some % size, other % size]
      const root = naiveRoot(entries)
      const proof = inclusionProof('SM3', entries, index)
      const entry = entries[index] ?? ''
      expect(provenRoot('SM3', { entry, index, size }, proof)).toBe(root)
      expect(provenRoot('SM3', { entry: 'forged', index, size }, proof)).not.toBe(root)
      if (elsewhere !== index) expect(provenRoot('SM3', { entry, index: elsewhere, size }, proof)).not.toBe(root)
      expect(provenRoot('SM3', { entry, index, size }, proof.slice(1))).not.toBe(size === 1 ? '' : root)
    }),
    { numRuns: 200 },
  )
})

test('SM3 is the one of GB/T 32905, example 1', () => {
  expect(hashOf('SM3', 'abc')).toBe('SM3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
})
