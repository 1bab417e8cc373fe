import { DigestSums, type TreeNode } from './digestSums.ts'
import { entryDigest, type HeldEntry, recordPlace } from './heldEntry.ts'

const DIGITS = [...'0123456789abcdef']

/**
 * Digests over a set of (record, version), for two holders to find out in which few places their sets differ. It is the
 * same in whatever order entries come, and keeps sums and no entries: of any number of records it takes the memory of its
 * deepest level.
 */
export class DigestTree {
  private readonly deepest = new DigestSums()
  /** Sums of every level, once somebody asks. */
  private sums: DigestSums | undefined

  /** @param depth levels below the root; places deeper than that are not told apart */
  constructor(readonly depth: number) {}

  /** Adds an entry that is not in it. */
  add(entry: Pick<HeldEntry, 'record' | 'version'>): void {
    this.deepest.add(recordPlace(entry.record).slice(0, this.depth), entryDigest(entry))
    this.sums = undefined
  }

  /** The node of a place no deeper than the tree. */
  node(place: string): TreeNode {
    this.sums ??= this.summed()
    return this.sums.node(place)
  }

  /** The sixteen nodes below a place. */
  children(place: string): TreeNode[] {
    return DIGITS.map((digit) => this.node(place + digit))
  }

  private summed(): DigestSums {
    const sums = new DigestSums()
    for (const [place, { count, digest }] of this.deepest.filled)
      for (let level = 0; level <= this.depth; level += 1) sums.add(place.slice(0, level), digest, count)
    return sums
  }
}
