import { z } from 'zod'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { type Connection, connectionOf } from '../../graph/connectionOf.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import { decodeCursor, encodeCursor } from '../../graph/opaqueCursor.ts'
import { pageSize } from '../../graph/pageSize.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import { type EvidenceCondition, type EvidenceFilter, evidenceCondition } from './evidenceCondition.ts'
import { type EvidenceEntry, evidenceEntry } from './evidenceEntry.ts'

export interface EvidencePageArguments {
  readonly filter?: EvidenceFilter | null
  readonly first?: number | null
  readonly after?: string | null
}

const place = z.tuple([z.coerce.date(), z.string()])

/** Resolver of `EvidenceViews.records`: records that meet a filter, the latest first. */
export function evidencePage(store: EvidenceStore) {
  return async (
    _: unknown,
    { filter, first, after }: EvidencePageArguments,
    context: InProcessContext,
  ): Promise<Connection<EvidenceEntry>> => {
    const size = pageSize(first)
    const reached = decodeCursor(place, after)
    const conditions: EvidenceCondition[] = [evidenceCondition(filter)]
    if (reached !== undefined) {
      const [at, _id] = reached
      conditions.push({ at: { $lte: at } }, { $or: [{ at: { $lt: at } }, { at, _id: { $lt: _id } }] })
    }
    const found = await store.records
      .find({ $and: conditions }, databaseLimits(context))
      .sort({ at: -1, _id: -1 })
      .limit(size + 1)
      .toArray()
    const records = found.slice(0, size)
    return connectionOf({
      nodes: records.map(evidenceEntry),
      cursors: records.map(({ at, _id }) => encodeCursor([at.toISOString(), _id])),
      hasNextPage: found.length > size,
      hasPreviousPage: reached !== undefined,
    })
  }
}
