import type { mongo } from 'mongoose'
import type { Within } from '../../database/inTransaction.ts'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
import { type Holding, holdingId } from './holding.ts'

/** A page's records come with one round trip, where a server gives a hundred at first. */
const AT_ONCE = { batchSize: 1_000 }

/** A withdrawal that a partner has not confirmed. */
export interface OpenWithdrawal {
  /** As the holding's. */
  readonly _id: string
  readonly agreement: string
  readonly recordId: string
  readonly version: number
  readonly kind: string
  readonly since: Date
  /** By when it has to be confirmed. */
  readonly dueAt: Date
}

/** Which partner has what of which record, and what it still has to withdraw; in the hub's database. */
export class Holdings {
  readonly all: mongo.Collection<Holding>
  readonly withdrawals: mongo.Collection<OpenWithdrawal>

  constructor(db: mongo.Db) {
    this.all = db.collection('exchange_holdings')
    this.withdrawals = db.collection('exchange_withdrawals')
  }

  async buildIndexes(): Promise<void> {
    await this.all.createIndex({ recordId: 1 })
    await this.withdrawals.createIndex({ agreement: 1, dueAt: 1 })
  }

  /** What a partner has of these records. */
  async of(agreement: string, recordIds: readonly string[]): Promise<Map<string, Holding>> {
    const ids = [...new Set(recordIds)].map((recordId) => holdingId(agreement, recordId))
    const found: Holding[] = []
    // A question has to fit into one message, however many records a reconciliation asks about.
    for (let from = 0; from < ids.length; from += AT_ONCE.batchSize) {
      const some = ids.slice(from, from + AT_ONCE.batchSize)
      found.push(...(await this.all.find({ _id: { $in: some } }, AT_ONCE).toArray()))
    }
    return new Map(found.map((holding) => [holding.recordId, holding]))
  }

  /** Everything that partners have of a record. */
  ofRecord(recordId: string): Promise<Holding[]> {
    return this.all.find({ recordId }).sort({ _id: 1 }).toArray()
  }

  /** Everything that a partner holds by an agreement: how much it is, and record by record, in no order. */
  heldBy(agreement: string) {
    const wanted = { ...ofAgreement(agreement), state: 'HELD' as const }
    const projection = { _id: 0, recordId: 1, version: 1 }
    return {
      count: () => this.all.countDocuments(wanted),
      entries: (): AsyncIterable<HeldEntry> =>
        this.all
          .find<Pick<Holding, 'recordId' | 'version'>>(wanted, { projection, batchSize: 5_000 })
          .map(({ recordId: record, version }) => ({ record, version })),
    }
  }

  /** Families of everything that a partner has or had by an agreement. */
  async familiesOf(agreement: string): Promise<string[]> {
    return this.all.distinct('family', ofAgreement(agreement))
  }

  /** The next of what a partner holds by earlier terms, by id. */
  async below(agreement: string, terms: number, after: string | null, most: number): Promise<Holding[]> {
    const range = { $gt: after ?? holdingId(agreement, ''), $lt: `${agreement}0` }
    return this.all
      .find({ _id: range, state: 'HELD', terms: { $lt: terms } })
      .sort({ _id: 1 })
      .limit(most)
      .toArray()
  }

  /** Keeps holdings, except where a later page has said something else since. */
  async keep(changed: readonly Holding[], within: Within = {}): Promise<void> {
    if (changed.length > 0) await this.all.bulkWrite(changed.map(unlessLater), { ordered: false, ...within })
  }

  /** Whatever pages after a number have said may be lost at the partner: it may have what it was to withdraw. */
  async doubt(agreement: string, page: number): Promise<void> {
    const terms = { $cond: [{ $eq: ['$closedBy', 'SCOPE'] }, 0, '$terms'] }
    const doubted = { state: 'HELD', closedBy: null, acknowledgedAt: null, terms }
    await this.all.updateMany({ ...ofAgreement(agreement), page: { $gt: page } }, [{ $set: doubted }])
  }

  /** These stand as they are under later terms too. */
  async seen(agreement: string, recordIds: readonly string[], terms: number): Promise<void> {
    if (recordIds.length === 0) return
    const ids = recordIds.map((recordId) => holdingId(agreement, recordId))
    await this.all.updateMany({ _id: { $in: ids } }, { $set: { terms } })
  }

  /** Withdrawals that are to be confirmed from now on; one that was open before keeps its time. */
  async openWithdrawals(opened: readonly OpenWithdrawal[], within: Within = {}): Promise<void> {
    if (opened.length === 0) return
    const last = new Map<string, OpenWithdrawal>()
    for (const one of opened) last.set(one._id, { ...one, dueAt: last.get(one._id)?.dueAt ?? one.dueAt })
    await this.withdrawals.bulkWrite(
      [...last.values()].map(({ _id, since, dueAt, ...facts }) => ({
        updateOne: { filter: { _id }, update: { $set: facts, $setOnInsert: { since, dueAt } }, upsert: true },
      })),
      { ordered: false, ...within },
    )
  }

  /** Withdrawals of these records that the partner has not confirmed. */
  async openOf(agreement: string, recordIds: readonly string[]): Promise<Map<string, OpenWithdrawal>> {
    const ids = recordIds.map((recordId) => holdingId(agreement, recordId))
    const found = await this.withdrawals.find({ _id: { $in: ids } }, AT_ONCE).toArray()
    return new Map(found.map((withdrawal) => [withdrawal.recordId, withdrawal]))
  }

  /** How many withdrawals should have been confirmed by then. */
  overdue(agreement: string, at: Date): Promise<number> {
    return this.withdrawals.countDocuments({ agreement, dueAt: { $lt: at } })
  }

  /** Records of the withdrawals that have been overdue for longest. */
  async overdueRecords(agreement: string, at: Date, most: number): Promise<string[]> {
    const late = this.withdrawals.find({ agreement, dueAt: { $lt: at } }, { projection: { recordId: 1 } })
    const found = await late.sort({ dueAt: 1, _id: 1 }).limit(most).toArray()
    return found.map(({ recordId }) => recordId)
  }

  async confirmWithdrawals(ids: readonly string[], within: Within = {}): Promise<void> {
    if (ids.length > 0) await this.withdrawals.deleteMany({ _id: { $in: [...ids] } }, within)
  }
}

/** '0' follows '/', which no agreement's id contains. */
function ofAgreement(agreement: string) {
  return { _id: { $gt: holdingId(agreement, ''), $lt: `${agreement}0` } }
}

/** By id and nothing else: for a second condition some servers leave the index and read everything there is. */
function unlessLater(holding: Holding) {
  const isLater = { $gt: [{ $ifNull: ['$page', 0] }, holding.page] }
  const update = [{ $replaceWith: { $cond: [isLater, '$$ROOT', { $literal: holding }] } }]
  return { updateOne: { filter: { _id: holding._id }, update, upsert: true } }
}
