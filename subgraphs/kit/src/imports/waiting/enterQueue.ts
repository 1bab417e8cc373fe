import type { ClientSession } from 'mongoose'
import type { SealedCollection } from '../../sealing/sealedCollection.ts'
import { isWaiting, type QueuedRow } from '../batches/queuedRow.ts'
import { changeRow } from './changeRow.ts'

/**
 * Puts a row that comes from the other queue into this one, in a transaction.
 * @returns false when the very same row is known there already, waiting or settled
 */
export async function enterQueue<Row extends QueuedRow>(
  queue: SealedCollection<Row>,
  row: Row,
  session: ClientSession,
): Promise<boolean> {
  const known = await queue.findOne({ _id: row._id }, { session })
  if (known === null) {
    await queue.insertOne(row, { session })
    return true
  }
  // It went from here to the other queue before, and now comes back.
  const cameBack = !isWaiting(known) && (known.became === 'doubtful' || known.became === 'unlinked')
  if (!cameBack) return false
  const { _id, revision: _, ...set } = row
  await changeRow(queue, known, { set, unset: ['became'] }, session)
  return true
}
