import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { QueuedRow } from './queuedRow.ts'

/**
 * Puts rows into a queue, each once.
 * @returns how many are new there; the others were known, in whatever state, and stay as they are
 */
export async function addNewRows<Row extends QueuedRow>(
  queue: SealedCollection<Row>,
  rows: readonly Row[],
): Promise<{ queued: number; known: number }> {
  if (rows.length === 0) return { queued: 0, known: 0 }
  const queued = await insertNew(queue, new Map(rows.map((row) => [row._id, row])))
  return { queued, known: rows.length - queued }
}

/** What `addNewRows` would answer; nothing is queued. */
export async function countNewRows<Row extends QueuedRow>(
  queue: SealedCollection<Row>,
  ids: readonly string[],
): Promise<{ queued: number; known: number }> {
  const known = ids.length === 0 ? 0 : await queue.countDocuments({ _id: { $in: [...new Set(ids)] } })
  return { queued: ids.length - known, known }
}

/** Which of these ids a queue has, in whatever state, with the records that the rows became. */
export async function rowsAmong<Row extends QueuedRow>(
  queue: SealedCollection<Row>,
  ids: readonly string[],
): Promise<Map<string, string | undefined>> {
  if (ids.length === 0) return new Map()
  const found = await queue.find({ _id: { $in: [...new Set(ids)] } }, { projection: { recordId: 1 } }).toArray()
  return new Map(found.map(({ _id, recordId }) => [_id, recordId]))
}

/** From when the duty to report a row runs: no more, once its record is known to have been reported. */
export function dutyOf({
  dutyFrom,
  isReported,
}: Pick<QueuedRow, 'dutyFrom' | 'isReported'>): Pick<QueuedRow, 'dutyFrom' | 'isReported'> {
  return isReported ? { dutyFrom: undefined, isReported } : { dutyFrom }
}

async function insertNew<Row extends QueuedRow>(queue: SealedCollection<Row>, rows: Map<string, Row>): Promise<number> {
  const known = await queue.find({ _id: { $in: [...rows.keys()] } }, { projection: { _id: 1 } }).toArray()
  for (const { _id } of known) rows.delete(String(_id))
  if (rows.size === 0) return 0
  try {
    return (await queue.insertMany([...rows.values()], { ordered: false })).insertedCount
  } catch (error) {
    // Another import queued some of them since we looked.
    if (!isDuplicateKey(error)) throw error
    const inserted = (error as { insertedCount?: number }).insertedCount ?? 0
    return inserted + (await insertNew(queue, rows))
  }
}
