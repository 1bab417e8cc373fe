import { groupBy } from '@hub/kit/loading/groupBy'
import type { mongo } from 'mongoose'
import type { PartnerRecord } from '../pushedHub.ts'
import type { TakenChange } from './deliveryFaults.ts'

const AGREEMENT = 'demo-partner'

interface ReceiptFacts {
  readonly at: Date
  readonly page: number
  readonly rows: readonly {
    readonly eventId: string
    readonly recordId: string
    readonly version: number
    readonly outcome: string
  }[]
}

/** What the partner has, by its own word. */
export interface AtPartner {
  readonly taken: readonly TakenChange[]
  readonly records: ReadonlyMap<string, PartnerRecord>
}

/** What is wrong with what the hub remembers of its deliveries, given what the partner has; asked when all is delivered. */
export async function ledgerFaults(db: mongo.Db, { taken, records }: AtPartner): Promise<string[]> {
  const [cursor, pages, receipts, holdings, withdrawals, letters] = await Promise.all([
    db.collection<{ _id: string; page: number }>('exchange_cursors').findOne({ _id: AGREEMENT }),
    db
      .collection('exchange_pages')
      .find({}, { projection: { number: 1, settledAt: 1, events: 1 } })
      .toArray(),
    db.collection<ReceiptFacts>('exchange_receipts').find({}).toArray(),
    db.collection('exchange_holdings').find({}).toArray(),
    db.collection('exchange_withdrawals').countDocuments({}),
    db.collection('exchange_dead_letters').countDocuments({}),
  ])
  const isGapless = pages.length === cursor?.page && pages.every(({ settledAt }) => settledAt !== null)
  const planned = pages.flatMap(({ events }) => events as { id: string }[]).map(({ id }) => id)
  const heldWrongly = holdings.filter(({ recordId, state, version }) => {
    const at = records.get(String(recordId))
    return at === undefined || at.version !== version || at.isWithdrawn !== (state === 'CLOSED')
  })
  return [
    ...(isGapless ? [] : [`${pages.length} pages, the cursor is at ${cursor?.page}`]),
    ...(withdrawals === 0 ? [] : [`${withdrawals} withdrawals are open`]),
    ...(letters === 0 ? [] : [`${letters} dead letters`]),
    ...heldWrongly.map(({ recordId, state, version }) => {
      return `holding ${recordId} ${state} v${version}, the partner has ${JSON.stringify(records.get(String(recordId)))}`
    }),
    ...(holdings.length === records.size ? [] : [`${holdings.length} holdings of ${records.size} records`]),
    ...receiptFaults(receipts, new Set(planned), new Set(taken.map(({ id }) => id))),
  ]
}

/** Whether each planned event has a receipt and came, and no version was acknowledged after a later one. */
function receiptFaults(
  receipts: readonly ReceiptFacts[],
  planned: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): string[] {
  const rows = receipts.flatMap(({ at, page, rows: own }) => own.map((row) => ({ ...row, at: at.getTime(), page })))
  const told = new Set(rows.map(({ eventId }) => eventId))
  const older = [...groupBy(rows, ({ recordId }) => recordId).values()].flatMap((ofRecord) => {
    const inOrder = ofRecord.toSorted((one, other) => one.version - other.version)
    return inOrder.filter(({ at }, index) => at < Math.max(...inOrder.slice(0, index).map((row) => row.at)))
  })
  const without = (ids: ReadonlySet<string>, there: ReadonlySet<string>) => [...ids].filter((id) => !there.has(id))
  return [
    ...without(planned, told).map((id) => `${id} was planned and has no receipt`),
    ...without(told, taken).map((id) => `${id} has a receipt and did not come`),
    ...without(taken, told).map((id) => `${id} came and has no receipt`),
    ...older.map(({ eventId, version }) => `${eventId} (v${version}) was acknowledged before an earlier version`),
    ...rows.filter(({ outcome }) => outcome !== 'ACCEPTED').map(({ eventId, outcome }) => `${eventId} ${outcome}`),
  ]
}
