import type { TreeNode } from './digestSums.ts'
import type { DigestTree } from './digestTree.ts'

/** Whoever can be asked for the nodes below some places of his tree; those without entries may be left out. */
export interface OtherTree {
  children(places: readonly string[]): Promise<readonly TreeNode[]>
}

export interface Walk {
  /** Places, none within another, below which the two sets differ and everything else is equal. */
  readonly places: readonly string[]
  /** Nodes that the other one was asked for: O(differences · log records). */
  readonly nodes: number
}

/** Below a place with no more entries than that on either side, the entries are looked at themselves. */
const FEW = 16
/** Places of one question. */
const PLACES = 64

/** Entries on the average below a place of the deepest level. */
export const LEAF_ENTRIES = 8
const DEEPEST = 6

/** Levels that a tree needs so that a place at the end of it has few entries. */
export function depthFor(entries: number): number {
  const levels = Math.ceil(Math.log(Math.max(1, entries / LEAF_ENTRIES)) / Math.log(16))
  return Math.min(DEEPEST, Math.max(1, levels))
}

/** Walks down two trees at once, only where they differ. @param tree one's own */
export async function unequalPlaces(tree: DigestTree, other: OtherTree): Promise<Walk> {
  const places: string[] = []
  let nodes = 0
  for (let open = ['']; open.length > 0; ) {
    const next: string[] = []
    for (let from = 0; from < open.length; from += PLACES) {
      const asked = open.slice(from, from + PLACES)
      const told = new Map((await other.children(asked)).map((node) => [node.place, node]))
      nodes += told.size
      for (const own of asked.flatMap((place) => tree.children(place))) {
        const theirs = told.get(own.place) ?? { count: 0, digest: EMPTY }
        if (own.count === theirs.count && own.digest === theirs.digest) continue
        const isEnd = own.place.length >= tree.depth || Math.max(own.count, theirs.count) <= FEW
        ;(isEnd ? places : next).push(own.place)
      }
    }
    open = next
  }
  return { places, nodes }
}

const EMPTY = '00'.repeat(32)
