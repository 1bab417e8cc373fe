import { randomUUID } from 'node:crypto'
import { isDuplicateKey } from './isDuplicateKey.ts'

/** Who may do something alone, and until when. */
export interface LeaseDocument {
  _id: string
  owner: string
  until: Date
}

/** What of a MongoDB collection a lease needs; the contract has no driver of its own. */
export interface LeaseCollection {
  updateOne(filter: object, update: object): Promise<{ readonly matchedCount: number }>
  insertOne(lease: LeaseDocument): Promise<unknown>
  deleteOne(filter: object): Promise<unknown>
}

/**
 * The right to do something alone for a while. It spares several processes the same work; it must not be what their
 * correctness rests on, for whoever is held up for longer than the lease does not know that it has lost it.
 */
export class Lease {
  private readonly owner = randomUUID()
  private since: number | undefined

  /** @param millis how long the lease is kept without being renewed */
  constructor(
    private readonly leases: LeaseCollection,
    private readonly name: string,
    private readonly millis: number,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Since when nobody else can have held it, by the clock; undefined while it is not held, as far as this process knows. */
  get heldSince(): number | undefined {
    return this.since
  }

  /** Takes the lease or renews it; false while another holds it. */
  async hold(): Promise<boolean> {
    const now = this.clock()
    const { name: _id, owner } = this
    const mine = { owner, until: new Date(now + this.millis) }
    const { matchedCount } = await this.leases.updateOne({ _id, owner }, { $set: mine })
    if (matchedCount === 1) {
      this.since ??= now
      return true
    }
    const taken = await this.leases.updateOne({ _id, until: { $lt: new Date(now) } }, { $set: mine })
    const isMine = taken.matchedCount === 1 || (await this.first(mine))
    this.since = isMine ? now : undefined
    return isMine
  }

  /** Leaves it to the next at once. */
  async release(): Promise<void> {
    this.since = undefined
    await this.leases.deleteOne({ _id: this.name, owner: this.owner })
  }

  private async first(mine: Omit<LeaseDocument, '_id'>): Promise<boolean> {
    try {
      await this.leases.insertOne({ _id: this.name, ...mine })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }
}
