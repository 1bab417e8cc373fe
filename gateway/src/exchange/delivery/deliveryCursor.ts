/** Why nothing is delivered for a while, and who has said so. */
export interface DeliveryPause {
  readonly by: string
  readonly at: Date
  readonly reason: string
}

/** How far the withdrawal of what an agreement reaches no more has come. */
export interface SweepState {
  /** Everything looked at under earlier terms than these goes. */
  readonly below: number
  /** Id of the last holding that was looked at; null at the end and at the beginning. */
  readonly after: string | null
  readonly isDone: boolean
}

/** How far deliveries by one agreement have come: one document, moved when a page is settled and at no other time. */
export interface DeliveryCursor {
  /** The agreement. */
  readonly _id: string
  /** Number of the last settled page. */
  readonly page: number
  /** Version of the agreement that is being delivered; 0 before the first. */
  readonly terms: number
  /** Cursor of the feed; null at the beginning of the snapshot. */
  readonly after: string | null
  readonly sweep: SweepState | null
  readonly paused: DeliveryPause | null
  /** When the last pause ended: what waited has its time for attempts from then on. */
  readonly resumedAt?: Date | null
  /** When the last scheduled run ended. */
  readonly ranAt: Date | null
  /** Up to when every change has been looked at, noted now and then. */
  readonly lookedAt?: Date | null
}

export function newCursor(agreement: string): DeliveryCursor {
  return { _id: agreement, page: 0, terms: 0, after: null, sweep: null, paused: null, resumedAt: null, ranAt: null }
}
