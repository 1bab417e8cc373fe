import { z } from 'zod'
import { DigestTree, type TreeNode } from './digestTree.ts'
import { type HeldEntry, heldEntry, recordPlace } from './heldEntry.ts'

const place = z.string().regex(/^[0-9a-f]{0,16}$/)
const places = z.array(place).max(64).default([])

/** What a partner is asked about what it holds, as JSON in the body of a `POST`. */
export const digestQuestion = z.object({
  /** Only records of these families. */
  families: z.array(z.string().max(100)).max(100),
  /** Of these places the nodes below, sixteen at most of each. */
  nodes: places,
  /** Of these places all entries below. */
  entries: places,
})

/** What it answers; nodes without entries may be left out. */
export const digestAnswer = z.object({
  nodes: z
    .array(z.object({ place, count: z.number().int().min(0), digest: z.string().regex(/^[0-9a-f]{64}$/) }))
    .default([]),
  entries: z.array(heldEntry).default([]),
})

export type DigestQuestion = z.output<typeof digestQuestion>
export type DigestAnswer = z.output<typeof digestAnswer>

/** Answers from everything that is held of the families asked about, in one look at each entry. */
export async function answerDigests(
  held: Iterable<HeldEntry> | AsyncIterable<HeldEntry>,
  { nodes, entries }: Pick<DigestQuestion, 'nodes' | 'entries'>,
): Promise<DigestAnswer> {
  const depth = 1 + Math.max(0, ...nodes.map((asked) => asked.length))
  const tree = new DigestTree(depth)
  const [isInNodes, isInEntries] = [below(nodes), below(entries)]
  const found: HeldEntry[] = []
  for await (const entry of held) {
    const at = recordPlace(entry.record)
    if (isInNodes(at)) tree.add(entry)
    if (isInEntries(at)) found.push(entry)
  }
  const isFilled = ({ count }: TreeNode): boolean => count > 0
  return { nodes: nodes.flatMap((asked) => tree.children(asked)).filter(isFilled), entries: found }
}

/** Whether a place is one of some or below one. */
function below(places: readonly string[]): (at: string) => boolean {
  const known = new Set(places)
  const levels = [...new Set(places.map((asked) => asked.length))]
  return (at) => levels.some((level) => known.has(at.slice(0, level)))
}
