import type { Checkpoint } from '../chain/checkpoint.ts'
import { emptyTree, type MerkleFrontier, merkleRoot, withLeaf } from '../chain/merkleTree.ts'
import type { EvidenceRecord } from '../record/evidenceRecord.ts'
import { algorithmOf } from '../record/hashAlgorithm.ts'
import { type ChainHead, headAfter, isIntact } from '../record/linkedRecord.ts'
import type { Finding } from './finding.ts'

/** Follows one chain record by record, in the order of the store or file, up to its first fault. */
export class ChainCheck {
  /** Records that have been looked at. */
  records = 0
  private finding: Finding | undefined
  private head: ChainHead
  private tree: MerkleFrontier = emptyTree
  /** Records before the first one here, when a checkpoint speaks for them. */
  private missing = 0
  /** Where the last checkpoint that agreed ends. */
  private agreed = 0

  /** @param checkpoints genuine ones of this chain, by size */
  constructor(
    private readonly chain: string,
    private readonly checkpoints: ReadonlyMap<number, Checkpoint>,
  ) {
    this.head = { chain, size: 0, hash: '' }
  }

  /** How many records the chain has, as far as it is whole; those before the first one here included. */
  get size(): number {
    return this.head.size
  }

  /** How many, from the first, are not here; a checkpoint speaks for them. */
  get absent(): number {
    return this.missing
  }

  /** How many of them a checkpoint speaks for. */
  get sealed(): number {
    return this.agreed
  }

  add(record: EvidenceRecord): void {
    this.records += 1
    if (this.finding !== undefined) {
      this.reconsider(record, this.finding)
      return
    }
    if (this.records === 1) this.startAt(record.sequence)
    const fault = this.faultOf(record)
    if (fault === undefined) this.follow(record)
    else this.finding = fault
  }

  /**
   * The fault of the chain; what is not here shows only now.
   * @param pruned how many records, from the first, are known to have been pruned
   */
  end(pruned: number): Finding | undefined {
    const { chain } = this
    if (this.records === 0) this.startAt(pruned)
    if (this.finding !== undefined) return this.finding
    if (this.missing > pruned) return { kind: 'REMOVED', chain, sequence: 0, through: this.missing - 1 }
    const longest = Math.max(0, ...this.checkpoints.keys())
    if (longest > this.size) return { kind: 'REMOVED', chain, sequence: this.size, through: longest - 1 }
    return this.size === 0 ? { kind: 'REMOVED', chain, sequence: 0 } : undefined
  }

  /** Begins behind records that are gone, if there is a checkpoint of just these. */
  private startAt(size: number): void {
    const checkpoint = this.checkpoints.get(size)
    if (checkpoint === undefined) return
    this.head = { chain: this.chain, size, hash: checkpoint.head }
    this.tree = { size, roots: checkpoint.frontier }
    this.missing = size
    this.agreed = size
  }

  private faultOf(record: EvidenceRecord): Finding | undefined {
    const { chain, head } = this
    if (record.sequence > head.size)
      return { kind: 'REMOVED', chain, sequence: head.size, through: record.sequence - 1 }
    if (record.sequence < head.size) return { kind: 'INSERTED', chain, sequence: record.sequence }
    if (!isIntact(record)) return { kind: 'CHANGED', chain, sequence: record.sequence }
    if (record.previous === head.hash) return undefined
    // Whole in itself, linked to something else: the record before was given a new hash, or there never was one.
    return { kind: 'CHANGED', chain, sequence: Math.max(0, record.sequence - 1), through: record.sequence }
  }

  private follow(record: EvidenceRecord): void {
    const algorithm = algorithmOf(record.hash)
    if (algorithm === undefined) return
    this.head = headAfter(record)
    this.tree = withLeaf(this.tree, algorithm, record.hash)
    const checkpoint = this.checkpoints.get(this.size)
    if (checkpoint === undefined) return
    const agrees = checkpoint.head === record.hash && checkpoint.root === merkleRoot(this.tree, algorithm)
    if (agrees) this.agreed = this.size
    else this.finding = { kind: 'REWRITTEN', chain: this.chain, sequence: this.agreed, through: this.size - 1 }
  }

  /** What comes after a fault may tell what it was: a record that stands too late, or a second one in its place. */
  private reconsider(record: EvidenceRecord, { kind, chain, sequence, through = sequence }: Finding): void {
    if (kind === 'REMOVED' && record.sequence === sequence) this.finding = { kind: 'REORDERED', chain, sequence }
    const belongs = record.sequence === through && record.previous === this.head.hash && isIntact(record)
    if (kind === 'CHANGED' && belongs) this.finding = { kind: 'INSERTED', chain, sequence: through }
  }
}
