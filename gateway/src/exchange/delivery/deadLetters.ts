import type { mongo } from 'mongoose'
import type { Within } from '../../database/inTransaction.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { DeliveryLedger } from './deliveryLedger.ts'
import type { LedgerPage } from './ledgerPage.ts'

/** An event that a partner could not be given. */
export interface DeadLetter {
  /** `agreement:event`. */
  readonly _id: string
  readonly agreement: string
  readonly page: number
  /** Version of the agreement under which it was planned. */
  readonly terms: number
  readonly eventId: string
  readonly recordId: string
  readonly subjectId: string
  readonly version: number
  readonly kind: string
  readonly reason: string
  readonly at: Date
  /** The whole event, sealed. */
  readonly content: mongo.Binary
}

/** A letter's event, whole, and the version of the agreement under which it was planned. */
export interface StoredLetter extends Pick<DeadLetter, 'terms'> {
  readonly event: OutgoingEvent
}

/** Dead letters in the hub's database; one that has been repeated by hand and settled is gone, its receipts tell of it. */
export class DeadLetters {
  readonly letters: mongo.Collection<DeadLetter>

  constructor(
    db: mongo.Db,
    private readonly ledger: Pick<DeliveryLedger, 'seal' | 'open'>,
  ) {
    this.letters = db.collection('exchange_dead_letters')
  }

  async buildIndexes(): Promise<void> {
    await this.letters.createIndex({ agreement: 1, page: 1 })
  }

  async add(
    { agreement, number, terms }: Pick<LedgerPage, 'agreement' | 'number' | 'terms'>,
    dead: readonly { readonly event: OutgoingEvent; readonly reason?: string | undefined }[],
    within: Within = {},
  ): Promise<void> {
    if (dead.length === 0) return
    const at = new Date()
    const letters = dead.map(({ event, reason = '' }): DeadLetter => {
      const { id: eventId, recordId, subjectId, version, kind } = event
      const _id = `${agreement}:${eventId}`
      const facts = { agreement, page: number, terms, eventId, recordId, subjectId, version, kind, reason, at }
      return { _id, ...facts, content: this.ledger.seal(event, _id) }
    })
    await this.letters.bulkWrite(
      letters.map((letter) => ({ replaceOne: { filter: { _id: letter._id }, replacement: letter, upsert: true } })),
      within,
    )
  }

  /** The dead letters of a partner that came of pages before a number, the oldest first. */
  async before(agreement: string, page: number, most: number): Promise<StoredLetter[]> {
    const found = await this.letters
      .find({ agreement, page: { $lt: page } })
      .sort({ page: 1, _id: 1 })
      .limit(most)
      .toArray()
    const letters = found.map(({ _id, terms, content }): StoredLetter => {
      return { terms, event: JSON.parse(this.ledger.open(content, _id)) as OutgoingEvent }
    })
    return letters.sort(({ event: one }, { event: other }) => one.sequence - other.sequence)
  }

  /** What is known of the dead letters of some pages, beside their content. */
  ofPages(agreement: string, pages: readonly number[]): Promise<Pick<DeadLetter, 'eventId' | 'recordId'>[]> {
    return this.letters
      .find({ agreement, page: { $in: [...pages] } }, { projection: { eventId: 1, recordId: 1 } })
      .toArray()
  }

  async remove(agreement: string, eventIds: readonly string[], within: Within = {}): Promise<void> {
    if (eventIds.length === 0) return
    await this.letters.deleteMany({ _id: { $in: eventIds.map((id) => `${agreement}:${id}`) } }, within)
  }

  count(agreement: string): Promise<number> {
    return this.letters.countDocuments({ agreement })
  }
}
