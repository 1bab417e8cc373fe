import { z } from 'zod'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import { type Connection, connectionOf } from '../../graph/connectionOf.ts'
import { databaseLimits } from '../../graph/databaseLimits.ts'
import { forwardPage } from '../../graph/forwardPage.ts'
import { decodeCursor } from '../../graph/opaqueCursor.ts'
import { pageSize } from '../../graph/pageSize.ts'
import type { DeadLetter } from '../delivery/deadLetters.ts'
import type { StoredReceipt } from '../delivery/deliveryLedger.ts'
import type { DeliveryStores } from '../delivery/deliveryStores.ts'
import type { RowOutcome } from '../receipts/deliveryReceipt.ts'

interface PageArguments {
  readonly agreement: string
  readonly first?: number | null
  readonly after?: string | null
}

const lastId = z.tuple([z.string()])
const lastReceipt = z.tuple([z.coerce.date(), z.string()])
const none = { nodes: [], cursors: [], hasNextPage: false, hasPreviousPage: false }

/** Resolver of `ExchangeViews.deadLetters`. */
export function deadLetterPage(deliveries: DeliveryStores | undefined) {
  return async (
    _: unknown,
    { agreement, first, after }: PageArguments,
    context: InProcessContext,
  ): Promise<Connection<Omit<DeadLetter, 'content'>>> => {
    const size = pageSize(first)
    const [reached] = decodeCursor(lastId, after) ?? []
    if (deliveries === undefined) return connectionOf<never>(none)
    const range = { $gt: reached ?? `${agreement}:`, $lt: `${agreement};` }
    const found = await deliveries.deadLetters.letters
      .find({ _id: range }, { ...databaseLimits(context), projection: { content: 0 } })
      .sort({ _id: 1 })
      .limit(size + 1)
      .toArray()
    const isFurther = reached !== undefined
    return forwardPage(found, { size, isFurther, placeOf: ({ _id }) => [_id], told: (letter) => letter })
  }
}

/** Resolver of `ExchangeViews.receipts`: the latest first. */
export function receiptPage(deliveries: DeliveryStores | undefined) {
  return async (
    _: unknown,
    { agreement, outcome, first, after }: PageArguments & { readonly outcome?: RowOutcome | null },
    context: InProcessContext,
  ): Promise<Connection<StoredReceipt>> => {
    const size = pageSize(first)
    const reached = decodeCursor(lastReceipt, after)
    if (deliveries === undefined) return connectionOf<never>(none)
    const [at, _id] = reached ?? []
    const further = at && _id ? [{ at: { $lte: at } }, { $or: [{ at: { $lt: at } }, { at, _id: { $lt: _id } }] }] : []
    const rows = outcome ? [{ 'rows.outcome': outcome }] : []
    const found = await deliveries.ledger.receipts
      .find({ $and: [{ agreement }, ...rows, ...further] }, databaseLimits(context))
      .sort({ at: -1, _id: -1 })
      .limit(size + 1)
      .toArray()
    const isFurther = reached !== undefined
    const placeOf = (receipt: StoredReceipt) => [receipt.at.toISOString(), receipt._id]
    return forwardPage(found, { size, isFurther, placeOf, told: (receipt) => receipt })
  }
}
