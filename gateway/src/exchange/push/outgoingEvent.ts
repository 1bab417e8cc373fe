import type { FeedEvent } from '../feed/feedEvent.ts'

/** Why a record is withdrawn at a partner although it stands here. */
export type OwnReason = 'OUT_OF_SCOPE' | 'AGREEMENT_NARROWED' | 'AGREEMENT_ENDED' | 'RECONCILED'

/** A change on its way to one partner: the feed's event as the agreement lets it out; without a record it withdraws it. */
export interface OutgoingEvent extends FeedEvent {
  /** Set on a withdrawal that is ours and no change of the record. */
  readonly reason?: OwnReason | undefined
}
