import { HubError } from '@hub/schema/errors/HubError'
import type { Delivery, DeliveryTarget, TargetAnswer } from '../delivery/deliveryTarget.ts'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
import type { PartnerHoldings } from '../reconciliation/tree/partnerHoldings.ts'
import { type FrontRow, lastRows } from './frontRow.ts'
import { TableHoldings } from './tableHoldings.ts'

/** A table of rows that can be kept in step. */
export interface FrontTable {
  /**
   * Writes rows of different records, all or none. A row that there is in a newer version stays, or, of the same version, from a later
   * place, or, of the same place, as a tombstone: whenever a write commits, it undoes none that came after it.
   */
  write(rows: readonly FrontRow[]): Promise<void>
  /** Every row of an agreement that is not withdrawn, in no order. */
  standing(agreement: string): AsyncIterable<HeldEntry>
  close(): Promise<void>
}

/** A front-end database as a target of deliveries: what is committed there is accepted. */
export class FrontTarget implements DeliveryTarget {
  constructor(
    private readonly agreement: string,
    private readonly table: FrontTable,
  ) {}

  async deliver(delivery: Delivery): Promise<TargetAnswer> {
    try {
      await this.table.write(lastRows(this.agreement, delivery))
    } catch (error) {
      return { kind: 'FAILED', reason: reasonOf(error) }
    }
    return { kind: 'TAKEN', receipt: { outcomeOf: () => ({ outcome: 'ACCEPTED' }), missing: [] } }
  }

  holdings(): PartnerHoldings {
    return new TableHoldings(() => this.standing())
  }

  close(): Promise<void> {
    return this.table.close()
  }

  private async *standing(): AsyncIterable<HeldEntry> {
    try {
      yield* this.table.standing(this.agreement)
    } catch (error) {
      throw new HubError('HUB_PARTNER_UNANSWERED', reasonOf(error))
    }
  }
}

/** A driver's message may quote values or an address. */
function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return `前置库不可用 / front-end database: ${String(code ?? name ?? 'no answer').slice(0, 60)}`
}
