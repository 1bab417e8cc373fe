import type { HeldEntry } from './heldEntry.ts'
import type { OtherTree } from './unequalPlaces.ts'

/**
 * What a partner holds, to be looked at from the top: digests first, entries where they differ. Both throw HubError
 * HUB_PARTNER_UNANSWERED where it cannot be had; anything else that is thrown is a fault of the hub's own.
 */
export interface PartnerHoldings extends OtherTree {
  /** Everything below some places. */
  entries(places: readonly string[]): Promise<readonly HeldEntry[]>
}
