import { randomUUID } from 'node:crypto'
import type { mongo } from 'mongoose'

/** What a person has asked to be delivered again. */
export interface ReplayRequest {
  readonly _id: string
  readonly agreement: string
  /**
   * `DEAD_LETTERS`: what could not be delivered; `CURSOR`: every change from a cursor of the feed on; `DIFFERENCES`: what a
   * reconciliation has found.
   */
  readonly what: 'DEAD_LETTERS' | 'CURSOR' | 'DIFFERENCES'
  /** For `CURSOR`; null for the beginning, with a snapshot. For `DIFFERENCES` how far the snapshot has been looked through. */
  readonly cursor: string | null
  /** For `DIFFERENCES`: the reconciliation. */
  readonly run?: string | undefined
  /** For `DEAD_LETTERS`: those of pages before this number. */
  readonly before: number
  readonly by: string
  readonly reason: string
  readonly at: Date
  readonly doneAt: Date | null
}

/** Replays asked for, in the hub's database; the worker does them one after the other. */
export class ReplayRequests {
  readonly requests: mongo.Collection<ReplayRequest>

  constructor(db: mongo.Db) {
    this.requests = db.collection('exchange_replays')
  }

  async buildIndexes(): Promise<void> {
    await this.requests.createIndex({ agreement: 1, at: 1 })
  }

  async add(request: Omit<ReplayRequest, '_id' | 'at' | 'doneAt'>): Promise<ReplayRequest> {
    const added = { _id: randomUUID(), ...request, at: new Date(), doneAt: null }
    await this.requests.insertOne(added)
    return added
  }

  /** The first that is not done. */
  async next(agreement: string): Promise<ReplayRequest | undefined> {
    const [first] = await this.requests.find({ agreement, doneAt: null }).sort({ at: 1, _id: 1 }).limit(1).toArray()
    return first
  }

  /** The one with an id. */
  find(id: string): Promise<ReplayRequest | null> {
    return this.requests.findOne({ _id: id })
  }

  async moveTo(id: string, cursor: string): Promise<void> {
    await this.requests.updateOne({ _id: id }, { $set: { cursor } })
  }

  async done(id: string): Promise<void> {
    await this.requests.updateOne({ _id: id }, { $set: { doneAt: new Date() } })
  }
}
