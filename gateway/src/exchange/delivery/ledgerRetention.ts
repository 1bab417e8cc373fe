import type { Lease } from '@hub/schema/leases/lease'
import type { DeliveryStores } from './deliveryStores.ts'
import type { LedgerPage } from './ledgerPage.ts'

const EVERY_MS = 3_600_000
const DAY_MS = 24 * EVERY_MS
/** Pages that go together: so few that a transaction takes no time that anyone notices. */
const PAGES = 100

export interface RetentionParts {
  readonly stores: Omit<DeliveryStores, 'replays'>
  /** Of several hubs one does it. */
  readonly lease: Pick<Lease, 'hold'>
  /** For so many days pages are kept after they have been settled. */
  readonly keptDays: number
  readonly clock?: () => number
}

/**
 * Removes pages that were settled long ago, with their receipts and dead letters. What partners have is kept for as long
 * as they have it, in holdings; a page that is not settled, and a dead letter of a record that is still to be withdrawn, stay.
 */
export class LedgerRetention {
  private nextAt = 0

  constructor(private readonly parts: RetentionParts) {}

  /**
   * Looks from time to time, however often it is called.
   * @param signal ends it after the pages that are just going
   * @returns how many pages went
   */
  async look(agreements: readonly string[], signal?: AbortSignal): Promise<number> {
    const now = (this.parts.clock ?? Date.now)()
    if (now < this.nextAt || !(await this.parts.lease.hold())) return 0
    this.nextAt = now + EVERY_MS
    const before = new Date(now - this.parts.keptDays * DAY_MS)
    let gone = 0
    for (const agreement of agreements) {
      for (let some = PAGES; some > 0 && !signal?.aborted; gone += some) some = await this.prune(agreement, before)
    }
    return gone
  }

  private async prune(agreement: string, before: Date): Promise<number> {
    const { ledger, deadLetters } = this.parts.stores
    const old = await ledger.settledBefore(agreement, before, PAGES)
    if (old.length === 0) return 0
    const numbers = old.map(({ number }) => number)
    const letters = await this.lettersOf(agreement, numbers)
    await ledger.together(async (session) => {
      await deadLetters.remove(agreement, letters, { session })
      await ledger.forget(agreement, old, { session })
    })
    return old.length
  }

  private async lettersOf(agreement: string, pages: readonly LedgerPage['number'][]): Promise<string[]> {
    const { holdings, deadLetters } = this.parts.stores
    const found = await deadLetters.ofPages(agreement, pages)
    const records = [...new Set(found.map(({ recordId }) => recordId))]
    const open = await holdings.openOf(agreement, records)
    return found.flatMap(({ eventId, recordId }) => (open.has(recordId) ? [] : [eventId]))
  }
}
