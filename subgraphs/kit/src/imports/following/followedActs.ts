import type { Connection, mongo } from 'mongoose'
import type { FollowedAct } from './actsInForce.ts'
import type { SubjectAct } from './subjectAct.ts'

type StoredAct = FollowedAct & { _id: number }

/** The acts of the subject index that a division has heard of: how far it has followed them survives every restart. */
export class FollowedActs {
  private readonly acts: mongo.Collection<StoredAct>

  constructor(connection: Connection) {
    this.acts = connection.collection('followed_acts') as unknown as mongo.Collection<StoredAct>
  }

  /** All of them, in their order. */
  async all(): Promise<FollowedAct[]> {
    const found = await this.acts.find({ _id: { $gt: 0 } }, { sort: { _id: 1 } }).toArray()
    return found.map(({ _id: _, ...act }) => act as FollowedAct)
  }

  /** Keeps an act that is new here; one that another process of the division has kept already is left as it is. */
  async keep(act: SubjectAct): Promise<void> {
    await this.acts.updateOne({ _id: act.number }, { $setOnInsert: act }, { upsert: true })
  }

  /** Adds what was not asked of an act when it was kept. */
  async complete({ number, survivorId, successorIds }: SubjectAct): Promise<void> {
    await this.acts.updateOne({ _id: number }, { $set: { survivorId, successorIds } })
  }

  async followed({ number }: SubjectAct, at: Date): Promise<void> {
    await this.acts.updateOne({ _id: number }, [{ $set: { followedAt: { $ifNull: ['$followedAt', at] } } }])
  }
}
