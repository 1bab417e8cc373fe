import { canonicalText } from '../record/canonicalText.ts'
import { algorithmOf } from '../record/hashAlgorithm.ts'
import type { Sm2Key } from '../signing/sm2Key.ts'
import { sm2Signature, verifiesSm2 } from '../signing/sm2Signature.ts'
import { provesGrowth } from './consistencyProof.ts'
import { type MerkleFrontier, merkleRoot } from './merkleTree.ts'

/** A signed statement that a chain had these records: kept elsewhere, nobody can take any of them back. */
export interface Checkpoint {
  readonly chain: string
  /** How many records it covers, from the first. */
  readonly size: number
  /** Hash of the last of them. */
  readonly head: string
  /** Merkle root over the records' hashes. */
  readonly root: string
  /** Roots of the full subtrees: verification can go on from here when the records before are gone. */
  readonly frontier: readonly string[]
  /** The checkpoint of this chain before, and the proof that these records go on from those (RFC 6962, 2.1.2). */
  readonly extends?: CheckpointExtension
  readonly at: string
  /** SM2, in hexadecimal. */
  readonly publicKey: string
  /** Over the canonical text of the rest: SM2 with SM3, DER in hexadecimal. */
  readonly signature: string
}

export interface CheckpointExtension {
  readonly size: number
  readonly proof: readonly string[]
}

export interface CheckpointFacts {
  readonly chain: string
  readonly head: string
  readonly tree: MerkleFrontier
  /** Undefined in the first of a chain. */
  readonly extends?: CheckpointExtension | undefined
  readonly at: string
}

export function signedCheckpoint(
  { chain, head, tree, extends: extended, at }: CheckpointFacts,
  key: Sm2Key,
): Checkpoint {
  const algorithm = algorithmOf(head)
  const root = algorithm && merkleRoot(tree, algorithm)
  if (root === undefined) throw new Error('a checkpoint is of records')
  const sealed = { chain, size: tree.size, head, root, frontier: tree.roots }
  const unsigned = { ...sealed, ...(extended && { extends: extended }), at, publicKey: key.publicKey }
  return { ...unsigned, signature: sm2Signature(canonicalText(unsigned), key) }
}

/** Whether a checkpoint is what its key signed, and fits in itself. */
export function isGenuine({ signature, ...unsigned }: Checkpoint): boolean {
  const algorithm = algorithmOf(unsigned.head)
  if (algorithm === undefined || !Array.isArray(unsigned.frontier)) return false
  const root = merkleRoot({ size: unsigned.size, roots: unsigned.frontier }, algorithm)
  return root === unsigned.root && verifiesSm2(canonicalText(unsigned), signature, unsigned.publicKey)
}

/** Whether a checkpoint's proof shows that its records go on from those of an earlier one of its chain. */
export function goesOnFrom({ size, root, extends: extended }: Checkpoint, earlier: Checkpoint): boolean {
  const algorithm = algorithmOf(root)
  if (algorithm === undefined || extended === undefined || extended.size !== earlier.size) return false
  return provesGrowth(algorithm, { first: earlier, second: { size, root } }, extended.proof)
}
