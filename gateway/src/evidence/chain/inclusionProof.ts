import type { HashAlgorithm } from '../record/hashAlgorithm.ts'
import { emptyTree, leafHash, merkleRoot, nodeHash, withLeaf } from './merkleTree.ts'
import { splitOf } from './splitOf.ts'

function rootOver(algorithm: HashAlgorithm, entries: readonly string[]): string {
  const tree = entries.reduce((grown, entry) => withLeaf(grown, algorithm, entry), emptyTree)
  return merkleRoot(tree, algorithm) ?? ''
}

/**
 * What proves that an entry is in a tree: roots of the subtrees beside its path, the nearest first (RFC 9162, 2.1.3.1).
 * @param entries all entries of the tree
 */
export function inclusionProof(algorithm: HashAlgorithm, entries: readonly string[], index: number): string[] {
  if (entries.length <= 1) return []
  const half = splitOf(entries.length)
  const [left, right] = [entries.slice(0, half), entries.slice(half)]
  return index < half
    ? [...inclusionProof(algorithm, left, index), rootOver(algorithm, right)]
    : [...inclusionProof(algorithm, right, index - half), rootOver(algorithm, left)]
}

export interface IncludedEntry {
  readonly entry: string
  readonly index: number
  /** Of the tree. */
  readonly size: number
}

/** The root that a proof leads to: the entry is in the tree when it is the tree's (RFC 9162, 2.1.3.2). */
export function provenRoot(
  algorithm: HashAlgorithm,
  { entry, index, size }: IncludedEntry,
  proof: readonly string[],
): string | undefined {
  if (index < 0 || index >= size) return undefined
  const climb = (at: number, of: number, left: number): string | undefined => {
    if (of === 1) return left === 0 ? leafHash(algorithm, entry) : undefined
    const beside = proof[left - 1]
    if (beside === undefined) return undefined
    const half = splitOf(of)
    const below = at < half ? climb(at, half, left - 1) : climb(at - half, of - half, left - 1)
    if (below === undefined) return undefined
    return at < half ? nodeHash(algorithm, below, beside) : nodeHash(algorithm, beside, below)
  }
  return climb(index, size, proof.length)
}
