import { HubError } from '@hub/schema/errors/HubError'
import type { ClientSession } from 'mongoose'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import type { QueuedRow } from '../batches/queuedRow.ts'

/** Fields to set and to take away; what is set to undefined is taken away too. */
export interface RowChange {
  set: Record<string, unknown>
  unset?: readonly string[]
}

/**
 * Changes a row of a queue in a transaction, unless somebody has dealt with it since it was read.
 * @throws HubError HUB_ROW_OVERTAKEN
 */
export async function changeRow<Row extends QueuedRow>(
  queue: SealedCollection<Row>,
  { _id, state, revision }: Row,
  { set, unset = [] }: RowChange,
  session: ClientSession,
): Promise<void> {
  // Null also finds rows that nobody has dealt with yet.
  const asRead = { _id, state, revision: revision ?? null }
  const gone = [...unset, ...Object.keys(set).filter((field) => set[field] === undefined)]
  const update = {
    $set: { ...set, revision: (revision ?? 0) + 1 },
    ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((field) => [field, 1])) }),
  }
  const { matchedCount } = await queue.updateOne(asRead, update, { session })
  if (matchedCount === 0) throw new HubError('HUB_ROW_OVERTAKEN')
}
