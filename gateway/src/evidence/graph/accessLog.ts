import { z } from 'zod'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { type Connection, connectionOf } from '../../graph/connectionOf.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import { decodeCursor, encodeCursor } from '../../graph/opaqueCursor.ts'
import { pageSize } from '../../graph/pageSize.ts'
import type { EvidenceStore } from '../ledger/evidenceStore.ts'
import { type AccessLogEntry, accessLogEntry } from './accessLogEntry.ts'

export interface AccessLogArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly from?: Date | null
  readonly to?: Date | null
}

/** An instant, and how many records of that instant have been shown: places in the chain are not the subject's to know. */
const place = z.tuple([z.coerce.date(), z.number().int().min(1).max(100_000)])

/** Resolver of `Enterprise.accessLog`: accesses to a subject's non-public data, the latest first. */
export function accessLog(store: EvidenceStore) {
  return async (
    { subjectId }: { readonly subjectId: string },
    { first, after, from, to }: AccessLogArguments,
    context: InProcessContext,
  ): Promise<Connection<AccessLogEntry>> => {
    const size = pageSize(first)
    const [reached, shown = 0] = decodeCursor(place, after) ?? []
    const begins = from ?? new Date(0)
    const ends = to ?? new Date(8_640_000_000_000_000)
    const at = reached === undefined || reached >= ends ? { $gte: begins, $lt: ends } : { $gte: begins, $lte: reached }
    const skipped = reached === undefined || reached >= ends ? 0 : shown
    const found = await store.records
      .find({ subjectIds: subjectId, kind: 'ACCESS', at }, databaseLimits(context))
      .sort({ at: -1, _id: -1 })
      .skip(skipped)
      .limit(size + 1)
      .toArray()
    const records = found.slice(0, size)
    let [instant, count] = [reached?.getTime(), skipped]
    const cursors = records.map(({ at: own }) => {
      count = own.getTime() === instant ? count + 1 : 1
      instant = own.getTime()
      return encodeCursor([own.toISOString(), count])
    })
    const pages = { hasNextPage: found.length > size, hasPreviousPage: reached !== undefined }
    return connectionOf({ nodes: records.map((record) => accessLogEntry(subjectId, record)), cursors, ...pages })
  }
}
