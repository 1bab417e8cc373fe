import { answerDigests } from '../reconciliation/tree/digestQuestion.ts'
import type { TreeNode } from '../reconciliation/tree/digestSums.ts'
import { DigestTree } from '../reconciliation/tree/digestTree.ts'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
import type { PartnerHoldings } from '../reconciliation/tree/partnerHoldings.ts'
import { depthFor } from '../reconciliation/tree/unequalPlaces.ts'

/** Levels of half a million rows and more, of which a tree keeps 65,536 sums. */
const DEPTH = 4

/** What stands in a partner's table, which the hub reads itself: once for all digests, and once for each question for entries. */
export class TableHoldings implements PartnerHoldings {
  private tree: DigestTree | undefined

  /** @param read every row that is not withdrawn, in no order */
  constructor(private readonly read: () => AsyncIterable<HeldEntry>) {}

  async children(places: readonly string[]): Promise<readonly TreeNode[]> {
    const depth = 1 + Math.max(...places.map((place) => place.length))
    if (this.tree === undefined || this.tree.depth < depth) {
      const tree = new DigestTree(Math.max(depth, this.tree === undefined ? DEPTH : depthFor(this.tree.node('').count)))
      for await (const entry of this.read()) tree.add(entry)
      this.tree = tree
    }
    const { tree } = this
    return places.flatMap((place) => tree.children(place))
  }

  async entries(places: readonly string[]): Promise<readonly HeldEntry[]> {
    return (await answerDigests(this.read(), { nodes: [], entries: [...places] })).entries
  }
}
