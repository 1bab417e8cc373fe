import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { ReadReceipt } from '../receipts/deliveryReceipt.ts'
import type { PartnerHoldings } from '../reconciliation/tree/partnerHoldings.ts'

/** Events that go to a partner together, in the order in which they are to be taken in. */
export interface Delivery {
  /** The same whenever the same events go together. */
  readonly id: string
  /** Those without a record are withdrawals: the partner must not have it any more. */
  readonly events: readonly OutgoingEvent[]
  /** Where an event stands among all that ever goes out by the agreement: a later one has a greater place, a repeated one its own. */
  readonly placeOf: (eventId: string) => number
}

/**
 * How a delivery was taken: `TAKEN` with what became of each event; `MALFORMED`, which another attempt would not mend;
 * `FAILED`, which it may.
 */
export type TargetAnswer =
  | { readonly kind: 'TAKEN'; readonly receipt: ReadReceipt }
  | { readonly kind: 'MALFORMED'; readonly reason: string }
  | { readonly kind: 'FAILED'; readonly reason: string; readonly retryAfterMillis?: number | undefined }

/**
 * Where an agreement's events go: a partner's address, a database, a gateway. It may be given an event again, by the same
 * id; order, attempts, receipts and what is withdrawn are the worker's.
 */
export interface DeliveryTarget {
  /** Never rejects for what the partner does. */
  deliver(delivery: Delivery): Promise<TargetAnswer>
  /** What the partner holds of some families; absent, or undefined, where it cannot be asked. */
  holdings?(families: readonly string[]): PartnerHoldings | undefined
  close(): Promise<void>
}

/** Opens the target of an agreement of some format. @throws Error where it cannot be opened now */
export type OpenTarget = (agreement: ExchangeAgreement) => Promise<DeliveryTarget>
