import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { DigestSums } from './digestSums.ts'
import { entryDigest, type HeldEntry, heldEntry, recordPlace } from './heldEntry.ts'
import { levelsWithin } from './levelsWithin.ts'

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

/**
 * Answers from everything that is held of the families asked about, in one look at each entry. Whatever is asked, it
 * keeps sums of sixteen nodes for each place and the entries of the answer.
 * @param most more entries than that are refused
 * @throws HubError BAD_USER_INPUT
 */
export async function answerDigests(
  held: Iterable<HeldEntry> | AsyncIterable<HeldEntry>,
  { nodes, entries }: Pick<DigestQuestion, 'nodes' | 'entries'>,
  most = Number.POSITIVE_INFINITY,
): Promise<DigestAnswer> {
  const sums = new DigestSums()
  const [levelsOfNodes, levelsOfEntries] = [levelsWithin(nodes), levelsWithin(entries)]
  const found: HeldEntry[] = []
  for await (const entry of held) {
    const at = recordPlace(entry.record)
    const levels = levelsOfNodes(at)
    if (levels.length > 0) {
      const digest = entryDigest(entry)
      for (const level of levels) sums.add(at.slice(0, level + 1), digest)
    }
    if (levelsOfEntries(at).length === 0) continue
    if (found.length >= most) throw new HubError('BAD_USER_INPUT', tooMany(most))
    found.push(entry)
  }
  const told = [...sums.filled].map(([at]) => sums.node(at)).sort((one, other) => (one.place < other.place ? -1 : 1))
  return { nodes: told, entries: found }
}

function tooMany(most: number): string {
  return `所问位置之下记录多于 ${most} 条，请先取结点摘要，再取有差异的更深位置 / more than ${most} entries: ask for nodes first, then for entries of deeper places that differ`
}
