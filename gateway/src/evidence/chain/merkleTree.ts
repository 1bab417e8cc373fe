import { type HashAlgorithm, hashOf } from '../record/hashAlgorithm.ts'

/**
 * A Merkle tree that only grows (RFC 9162, section 2.1, with hashes in text form): what is kept are the roots of its
 * full subtrees, largest first, of which there are as many as the size has binary ones.
 */
export interface MerkleFrontier {
  readonly size: number
  readonly roots: readonly string[]
}

export const emptyTree: MerkleFrontier = { size: 0, roots: [] }

/** Hash of a leaf; its prefix keeps leaves and nodes apart (second preimages). */
export function leafHash(algorithm: HashAlgorithm, entry: string): string {
  return hashOf(algorithm, `\u0000${entry}`)
}

export function nodeHash(algorithm: HashAlgorithm, left: string, right: string): string {
  return hashOf(algorithm, `\u0001${left}\u0001${right}`)
}

/** The tree with one more entry. */
export function withLeaf({ size, roots }: MerkleFrontier, algorithm: HashAlgorithm, entry: string): MerkleFrontier {
  const grown = [...roots]
  let node = leafHash(algorithm, entry)
  // Subtrees of equal size join, as ones carry in a binary counter.
  for (let carry = size; carry % 2 === 1; carry = (carry - 1) / 2) node = nodeHash(algorithm, grown.pop() ?? '', node)
  return { size: size + 1, roots: [...grown, node] }
}

/** The root over all entries; undefined of the empty tree. */
export function merkleRoot({ roots }: MerkleFrontier, algorithm: HashAlgorithm): string | undefined {
  return roots.reduceRight<string | undefined>(
    (right, left) => (right === undefined ? left : nodeHash(algorithm, left, right)),
    undefined,
  )
}
