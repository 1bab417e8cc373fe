import type { HeldEntry } from './heldEntry.ts'
import type { OtherTree } from './unequalPlaces.ts'

/** What a partner holds, to be looked at from the top: digests first, entries where they differ. */
export interface PartnerHoldings extends OtherTree {
  /** Everything below some places. */
  entries(places: readonly string[]): Promise<readonly HeldEntry[]>
}
