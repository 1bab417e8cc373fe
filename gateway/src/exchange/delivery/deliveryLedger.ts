import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { ByteSealer } from '@hub/schema/sealing/byteSealer'
import { mongo } from 'mongoose'
import { inTransaction, type Within } from '../../database/inTransaction.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { ReceiptRow } from '../receipts/deliveryReceipt.ts'
import { type DeliveryCursor, type DeliveryPause, newCursor } from './deliveryCursor.ts'
import { type CursorMove, type LedgerPage, pageId } from './ledgerPage.ts'
import type { EndedEvent } from './pageSender.ts'

/** The receipt of one delivery. */
export interface StoredReceipt {
  /** `page:delivery:event`, by its first row. */
  readonly _id: string
  readonly agreement: string
  readonly page: number
  readonly delivery: string
  readonly at: Date
  readonly rows: readonly ReceiptRow[]
}

export type NewPage = Pick<LedgerPage, 'agreement' | 'number' | 'terms' | 'moves' | 'replay'> & {
  readonly events: readonly OutgoingEvent[]
}

/** Pages, receipts and cursors of deliveries in the hub's database. */
export class DeliveryLedger {
  readonly pages: mongo.Collection<LedgerPage>
  readonly receipts: mongo.Collection<StoredReceipt>
  readonly cursors: mongo.Collection<DeliveryCursor>

  constructor(
    private readonly db: mongo.Db,
    private readonly sealer: ByteSealer,
  ) {
    this.pages = db.collection('exchange_pages')
    this.receipts = db.collection('exchange_receipts')
    this.cursors = db.collection('exchange_cursors')
  }

  async cursorOf(agreement: string): Promise<DeliveryCursor> {
    return (await this.cursors.findOne({ _id: agreement })) ?? newCursor(agreement)
  }

  /** The page that follows a cursor, where it has been written already. */
  pageAfter({ _id: agreement, page }: DeliveryCursor): Promise<LedgerPage | null> {
    return this.pages.findOne({ _id: pageId(agreement, page + 1) })
  }

  /** The page that a cursor has reached, as long as it is kept. */
  pageAt({ _id: agreement, page }: DeliveryCursor): Promise<LedgerPage | null> {
    return this.pages.findOne({ _id: pageId(agreement, page) })
  }

  /**
   * Writes a page under its number, once: where another worker has written one first, that one stands.
   * @param beside what is to be kept with this page, and not with another's
   */
  async write(
    { events, ...page }: NewPage,
    writtenAt: Date,
    beside?: (within: Within) => Promise<void>,
  ): Promise<LedgerPage> {
    const _id = pageId(page.agreement, page.number)
    const facts = events.map(({ id, recordId, version, kind }) => ({ id, recordId, version, kind }))
    const content = this.seal(events, _id)
    const written: LedgerPage = { _id, ...page, events: facts, content, writtenAt, settledAt: null }
    try {
      if (beside === undefined) await this.pages.insertOne(written)
      else
        await this.together(async (session) => {
          await this.pages.insertOne(written, { session })
          await beside({ session })
        })
      return written
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      const first = await this.pages.findOne({ _id })
      if (first === null) throw error
      return first
    }
  }

  /** The events of a page that is not settled, whole. */
  eventsOf({ _id, content }: Pick<LedgerPage, '_id' | 'content'>): OutgoingEvent[] {
    return content === null ? [] : (JSON.parse(this.open(content, _id)) as OutgoingEvent[])
  }

  /** Ids of the page's events of which a receipt is kept. */
  async receipted({ agreement, number }: LedgerPage): Promise<Set<string>> {
    const found = await this.receipts.find({ agreement, page: number }).toArray()
    return new Set(found.flatMap(({ rows }) => rows.map(({ eventId }) => eventId)))
  }

  /** Keeps what became of a delivery, row by row; of two workers that end the same one the last word stands. */
  async keepReceipt(
    { agreement, number, _id }: LedgerPage,
    delivery: string,
    ended: readonly EndedEvent[],
    within: Within = {},
  ): Promise<void> {
    const rows = ended.map(
      ({ event, outcome, reason }): ReceiptRow => ({
        eventId: event.id,
        recordId: event.recordId,
        version: event.version,
        outcome,
        ...(reason === undefined ? {} : { reason }),
      }),
    )
    const first = rows[0]?.eventId ?? ''
    // A delivery that was answered in part goes on under the same id only where its events are the same.
    const receipt = { _id: `${_id}:${delivery}:${first}`, agreement, page: number, delivery, at: new Date(), rows }
    await this.receipts.replaceOne({ _id: receipt._id }, receipt, { upsert: true, ...within })
  }

  /** Ends a page and moves the cursor past it; done again, or by two, it moves it once. */
  settle(page: LedgerPage): Promise<void> {
    return this.together((session) => this.settleWithin(page, { session }))
  }

  async settleWithin({ _id, agreement, number, moves }: LedgerPage, within: Within): Promise<void> {
    await this.pages.updateOne({ _id }, { $set: { content: null, settledAt: new Date() } }, within)
    await this.move(agreement, number - 1, { ...moves, page: number }, within)
  }

  /** The first pages of an agreement, as far as they were settled before a time. */
  async settledBefore(agreement: string, time: Date, most: number): Promise<Pick<LedgerPage, '_id' | 'number'>[]> {
    // Pages settle one after the other, so the first that is younger ends it.
    const own = { _id: { $gte: `${agreement}:`, $lt: `${agreement};` } }
    const projection = { number: 1, settledAt: 1 }
    const found = await this.pages.find(own, { projection }).sort({ _id: 1 }).limit(most).toArray()
    const young = found.findIndex(({ settledAt }) => settledAt === null || settledAt >= time)
    return young === -1 ? found : found.slice(0, young)
  }

  /** Removes pages and their receipts. */
  async forget(
    agreement: string,
    pages: readonly Pick<LedgerPage, '_id' | 'number'>[],
    within: Within = {},
  ): Promise<void> {
    await this.receipts.deleteMany({ agreement, page: { $in: pages.map(({ number }) => number) } }, within)
    await this.pages.deleteMany({ _id: { $in: pages.map(({ _id }) => _id) } }, within)
  }

  /** Moves the cursor as long as it stands where it was seen. */
  async move(
    agreement: string,
    page: number,
    moves: CursorMove & { page?: number },
    within: Within = {},
  ): Promise<void> {
    if (page === 0) await this.prepare(agreement, within)
    await this.cursors.updateOne({ _id: agreement, page }, { $set: moves }, within)
  }

  /** Keeps what belongs together. */
  together(work: (session: mongo.ClientSession) => Promise<void>): Promise<void> {
    return inTransaction(this.db, work)
  }

  async pause(agreement: string, paused: DeliveryPause | null): Promise<void> {
    await this.prepare(agreement)
    const resumed = paused === null ? { resumedAt: new Date() } : {}
    await this.cursors.updateOne({ _id: agreement }, { $set: { paused, ...resumed } })
  }

  async buildIndexes(): Promise<void> {
    await this.receipts.createIndex({ agreement: 1, page: 1 })
  }

  seal(value: unknown, place: string): mongo.Binary {
    return new mongo.Binary(this.sealer.seal(Buffer.from(JSON.stringify(value)), place))
  }

  open({ buffer, position }: mongo.Binary, place: string): string {
    return this.sealer.open(Buffer.from(buffer.buffer, buffer.byteOffset, position), place).toString('utf8')
  }

  private async prepare(agreement: string, within: Within = {}): Promise<void> {
    const { _id, ...fresh } = newCursor(agreement)
    await this.cursors.updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true, ...within })
  }
}
