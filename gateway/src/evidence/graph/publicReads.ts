import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import { daysAgo, RECENT_DAYS } from './daysAgo.ts'

/** Resolver of `EvidenceViews.publicReads`: reads of only PUBLIC data, which are counted and not recorded one by one. */
export function publicReads(store: EvidenceStore) {
  return async (
    _: unknown,
    { from, to }: { readonly from?: Date | null; readonly to?: Date | null },
    context: InProcessContext,
  ): Promise<number> => {
    const at = { $gte: from ?? daysAgo(RECENT_DAYS), $lt: to ?? new Date() }
    const [counted] = await store.records
      .aggregate<{ reads: number }>(
        [{ $match: { kind: 'PUBLIC_READS', at } }, { $group: { _id: null, reads: { $sum: '$details.count' } } }],
        databaseLimits(context),
      )
      .toArray()
    return Number(counted?.reads ?? 0)
  }
}
