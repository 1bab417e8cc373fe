import type { ClientSession } from 'mongoose'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { inTransaction } from '../store/inTransaction.ts'
import type { RelayCollections } from './relayCollections.ts'

/**
 * Gives the division's next sequence numbers to events that have none, the earliest recorded first. All numbers of a
 * batch become visible at once; the versions of one record keep their order, because each is recorded later than the one before.
 * @returns how many were numbered; fewer than `batchSize` when none is left
 */
export async function numberEvents(
  { connection, outbox }: DivisionCollections,
  { sequence }: RelayCollections,
  batchSize: number,
): Promise<number> {
  if ((await outbox.findOne({ sequence: null }, { projection: { _id: 1 } })) === null) return 0
  return inTransaction(connection, async (session) => {
    // First of all, so that a second relay is stopped here and not after it has done its work in vain.
    const state = await sequence.findOneAndUpdate({ _id: 'events' }, { $inc: { turns: 1 } }, { session })
    if (state === null) throw new Error('The sequence of events has not been prepared')
    const events = await unnumbered(outbox, batchSize, session)
    if (events.length === 0) return 0
    const numbered = events.map(({ _id }, index) => ({
      updateOne: { filter: { _id }, update: { $set: { sequence: state.last + index + 1 } } },
    }))
    await outbox.bulkWrite(numbered, { session, ordered: false })
    await sequence.updateOne({ _id: 'events' }, { $set: { last: state.last + events.length } }, { session })
    return events.length
  })
}

function unnumbered(outbox: DivisionCollections['outbox'], limit: number, session: ClientSession) {
  const options = { session, limit, batchSize: limit, sort: { recordedAt: 1, _id: 1 }, projection: { _id: 1 } } as const
  return outbox.find({ sequence: null }, options).toArray()
}
