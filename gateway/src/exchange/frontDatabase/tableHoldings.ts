import { DigestTree, type TreeNode } from '../reconciliation/tree/digestTree.ts'
import { type HeldEntry, recordPlace } from '../reconciliation/tree/heldEntry.ts'
import type { PartnerHoldings } from '../reconciliation/tree/partnerHoldings.ts'

/** What stands in a partner's table, which the hub reads itself: whole for digests, once for each question. */
export class TableHoldings implements PartnerHoldings {
  private tree: DigestTree | undefined

  /** @param read every row that is not withdrawn, in no order */
  constructor(private readonly read: () => AsyncIterable<HeldEntry>) {}

  async children(places: readonly string[]): Promise<readonly TreeNode[]> {
    const depth = 1 + Math.max(...places.map((place) => place.length))
    if (this.tree === undefined || this.tree.depth < depth) {
      const tree = new DigestTree(depth)
      for await (const entry of this.read()) tree.add(entry)
      this.tree = tree
    }
    const { tree } = this
    return places.flatMap((place) => tree.children(place))
  }

  async entries(places: readonly string[]): Promise<readonly HeldEntry[]> {
    const found: HeldEntry[] = []
    for await (const entry of this.read())
      if (places.some((place) => recordPlace(entry.record).startsWith(place))) found.push(entry)
    return found
  }
}
