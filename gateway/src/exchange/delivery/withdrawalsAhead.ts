import type { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { FeedPage } from '../feed/feedEvent.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { DeliveryCursor } from './deliveryCursor.ts'
import type { Holdings } from './holdings.ts'
import { planPage } from './planPage.ts'

export interface WithdrawalsAheadParts {
  readonly read: (agreement: ExchangeAgreement, after: string | null, cancellation: Cancellation) => Promise<FeedPage>
  readonly holdings: Pick<Holdings, 'of'>
}

/**
 * Finds withdrawals among the changes that wait for an agreement's next run: content may wait for a schedule, the end of
 * its use may not. The run reads the same changes again, and learns from the holdings what has been withdrawn already.
 */
export class WithdrawalsAhead {
  private seen: { readonly key: string; readonly after: string } | undefined

  constructor(private readonly parts: WithdrawalsAheadParts) {}

  /** How far has been looked, as a cursor of the feed. */
  after(agreement: ExchangeAgreement, cursor: DeliveryCursor): string | null {
    return this.seen?.key === keyOf(agreement, cursor) ? this.seen.after : cursor.after
  }

  /** The next page of changes, and the withdrawals in it of what the partner has. */
  async look(
    agreement: ExchangeAgreement,
    cursor: DeliveryCursor,
    cancellation: Cancellation,
  ): Promise<FeedPage & { readonly withdrawals: readonly OutgoingEvent[] }> {
    const page = await this.parts.read(agreement, this.after(agreement, cursor), cancellation)
    const records = page.events.map(({ recordId }) => recordId)
    const held = await this.parts.holdings.of(agreement.id, records)
    const { outgoing } = planPage(agreement, page.events, held)
    return { ...page, withdrawals: outgoing.filter(({ record, recordId }) => record === null && held.has(recordId)) }
  }

  /** What was found up to there is written down. */
  lookedTo(agreement: ExchangeAgreement, cursor: DeliveryCursor, after: string): void {
    this.seen = { key: keyOf(agreement, cursor), after }
  }
}

const keyOf = ({ version }: ExchangeAgreement, { after }: DeliveryCursor): string => `${version} ${after}`
