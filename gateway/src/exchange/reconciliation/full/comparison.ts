import type { Holdings } from '../../delivery/holdings.ts'
import { DigestTree } from '../tree/digestTree.ts'
import { type EntryDifference, entryDifferences } from '../tree/entryDifferences.ts'
import { type HeldEntry, recordPlace } from '../tree/heldEntry.ts'
import { levelsWithin } from '../tree/levelsWithin.ts'
import type { PartnerHoldings } from '../tree/partnerHoldings.ts'
import { depthFor, unequalPlaces } from '../tree/unequalPlaces.ts'
import type { Comparison } from './reconciliationRun.ts'

export interface Compared {
  readonly comparison: Comparison
  readonly differences: readonly EntryDifference[]
}

/** Places whose entries are asked for in one question. */
const PLACES = 16

/**
 * Compares what a partner should hold by an agreement with what it holds. It looks through the holdings twice, once for
 * digests and once for the few entries that may differ, and keeps neither in memory.
 */
export async function compareHoldings(
  holdings: Pick<Holdings, 'heldBy'>,
  agreement: string,
  partner: PartnerHoldings,
): Promise<Compared> {
  const top = await partner.children([''])
  const depth = depthFor(Math.max(await holdings.heldBy(agreement).count(), sumOf(top)))
  const tree = new DigestTree(depth)
  for await (const held of holdings.heldBy(agreement).entries()) tree.add(held)
  const { places, nodes } = await unequalPlaces(tree, partner)
  const found: HeldEntry[] = []
  for (let from = 0; from < places.length; from += PLACES)
    found.push(...(await partner.entries(places.slice(from, from + PLACES))))
  const levels = levelsWithin(places)
  const isWithin = (record: string): boolean => levels(recordPlace(record)).length > 0
  const due: HeldEntry[] = []
  if (places.length > 0)
    for await (const held of holdings.heldBy(agreement).entries()) if (isWithin(held.record)) due.push(held)
  const differences = entryDifferences(
    due,
    found.filter(({ record }) => isWithin(record)),
  )
  const counts = { MISSING: 0, SURPLUS: 0, OLDER: 0, NEWER: 0 }
  for (const { kind } of differences) counts[kind] += 1
  const { count } = tree.node('')
  const asked = { nodes: nodes + top.length, entries: found.length }
  return { differences, comparison: { at: new Date(), due: count, ...asked, differences: counts } }
}

const sumOf = (nodes: readonly { readonly count: number }[]): number => nodes.reduce((sum, { count }) => sum + count, 0)
