import type { LeaseDocument } from '@hub/schema/leases/lease'
import type { mongo } from 'mongoose'
import type { DivisionCollections } from '../store/divisionCollections.ts'

/** How far the numbering has come. */
export interface SequenceState {
  _id: 'events'
  /** The number given last; 0 before the first. */
  last: number
  /** Changed by every relay at work, so that of two at once one is rolled back. */
  turns: number
}

/** Up to which day the ends of publicity have been announced. */
export interface ExpiryState {
  _id: 'expiry'
  /** YYYY-MM-DD. */
  through: string
}

/** What the relay keeps beside the outbox. */
export interface RelayCollections {
  expiry: mongo.Collection<ExpiryState>
  sequence: mongo.Collection<SequenceState>
  leases: mongo.Collection<LeaseDocument>
}

export function relayCollections({ connection }: Pick<DivisionCollections, 'connection'>): RelayCollections {
  return {
    expiry: connection.collection('event_expiry') as unknown as mongo.Collection<ExpiryState>,
    sequence: connection.collection('event_sequence') as unknown as mongo.Collection<SequenceState>,
    leases: connection.collection('leases') as unknown as mongo.Collection<LeaseDocument>,
  }
}

/** Makes sure that there is a state to count from; safe in several processes at once. */
export async function prepareSequence({ sequence }: RelayCollections): Promise<void> {
  await sequence.updateOne({ _id: 'events' }, { $setOnInsert: { last: 0, turns: 0 } }, { upsert: true })
}
