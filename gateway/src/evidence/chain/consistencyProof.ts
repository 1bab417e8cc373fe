import type { HashAlgorithm } from '../record/hashAlgorithm.ts'
import { emptyTree, type MerkleFrontier, merkleRoot, nodeHash, withLeaf } from './merkleTree.ts'
import { splitOf } from './splitOf.ts'

/** A tree as it was, and what has been added since. */
export interface GrownTree {
  readonly before: MerkleFrontier
  /** The entries behind it. */
  readonly added: readonly string[]
}

/** Where each full subtree of a tree begins, with its root. */
function fullSubtrees({ size, roots }: MerkleFrontier): Map<number, string> {
  const found = new Map<number, string>()
  let begin = 0
  for (const root of roots) {
    found.set(begin, root)
    begin += 2 ** Math.floor(Math.log2(size - begin))
  }
  return found
}

/**
 * What proves that a tree is the beginning of the one it has grown to (RFC 6962, 2.1.2; RFC 9162, 2.1.4.1). The entries
 * before are not needed: the roots of their full subtrees are. Empty when nothing was added.
 */
export function consistencyProof(algorithm: HashAlgorithm, { before, added }: GrownTree): string[] {
  // Every tree goes on from the empty one.
  if (before.size === 0) return []
  const known = fullSubtrees(before)
  const rootOf = (begin: number, end: number): string => {
    if (end <= before.size) return known.get(begin) ?? ''
    const leaves = added.slice(begin - before.size, end - before.size)
    return merkleRoot(
      leaves.reduce((tree, entry) => withLeaf(tree, algorithm, entry), emptyTree),
      algorithm,
    ) as string
  }
  const proof = (size: number, begin: number, end: number, isWhole: boolean): string[] => {
    const all = end - begin
    if (size === all) return isWhole ? [] : [rootOf(begin, end)]
    const half = splitOf(all)
    return size <= half
      ? [...proof(size, begin, begin + half, isWhole), rootOf(begin + half, end)]
      : [...proof(size - half, begin + half, end, false), rootOf(begin, begin + half)]
  }
  return proof(before.size, 0, before.size + added.length, true)
}

/** Size and root of a tree. */
export interface TreeHead {
  readonly size: number
  readonly root: string
}

/** Whether a proof shows that one tree is the beginning of another (RFC 9162, 2.1.4.2). */
export function provesGrowth(
  algorithm: HashAlgorithm,
  { first, second }: { readonly first: TreeHead; readonly second: TreeHead },
  proof: readonly string[],
): boolean {
  if (first.size < 1 || first.size > second.size) return false
  if (first.size === second.size) return proof.length === 0 && first.root === second.root
  // A tree of a power of two is a node of the later one itself.
  const path = Number.isInteger(Math.log2(first.size)) ? [first.root, ...proof] : [...proof]
  let [place, last] = [first.size - 1, second.size - 1]
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
  const [seed, ...rest] = path
  if (seed === undefined) return false
  let [older, newer] = [seed, seed]
  for (const node of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      older = nodeHash(algorithm, node, older)
      newer = nodeHash(algorithm, node, newer)
      while (place % 2 === 0 && place !== 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
    } else {
      newer = nodeHash(algorithm, newer, node)
    }
    ;[place, last] = [Math.floor(place / 2), Math.floor(last / 2)]
  }
  return last === 0 && older === first.root && newer === second.root
}
