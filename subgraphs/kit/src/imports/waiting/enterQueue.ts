import type { ClientSession, mongo } from 'mongoose'
import { isWaiting, type QueuedRow } from '../batches/queuedRow.ts'
import { changeRow } from './changeRow.ts'

/**
 * Puts a row that comes from the other queue into this one, in a transaction.
 * @returns false when the very same row is known there already, waiting or settled
 */
export async function enterQueue<Row extends QueuedRow>(
  queue: mongo.Collection<Row>,
  row: Row,
  session: ClientSession,
): Promise<boolean> {
  const known = (await queue.findOne({ _id: row._id } as never, { session })) as Row | null
  if (known === null) {
    await queue.insertOne(row as never, { session })
    return true
  }
  // It went from here to the other queue before, and now comes back.
  const cameBack = !isWaiting(known) && (known.became === 'doubtful' || known.became === 'unlinked')
  if (!cameBack) return false
  const { _id, revision: _, ...set } = row
  await changeRow(queue, known, { set, unset: ['became'] }, session)
  return true
}
