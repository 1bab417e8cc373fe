import { HubError } from '@hub/schema/errors/HubError'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import { agreementClaims } from '../agreements/agreementClaims.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { DeliveryCursor } from '../delivery/deliveryCursor.ts'
import { DeliveryPlanner } from '../delivery/deliveryPlanner.ts'
import type { DeliveryStores } from '../delivery/deliveryStores.ts'
import { endedHoldings } from '../delivery/endedHoldings.ts'
import type { LedgerPage } from '../delivery/ledgerPage.ts'
import type { EndedEvent } from '../delivery/pageSender.ts'
import type { FeedPage } from '../feed/feedEvent.ts'
import type { FeedRequest } from '../feed/feedQuestion.ts'
import type { ChangeWait, FeedReader } from '../feed/feedReader.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import { readPullCursor, writePullCursor } from './pullCursor.ts'
import { notInForce } from './pulledAgreement.ts'

export interface PullReaderParts {
  readonly feed: Pick<FeedReader, 'read'>
  /** Undefined where there are no keys: then nothing of an agreement goes out. */
  readonly deliveries: DeliveryStores | undefined
}

export interface PullQuestion {
  readonly agreement: ExchangeAgreement
  /** Cursor that the partner was given last; the beginning without one. */
  readonly after: string | undefined
  /** Most events of the page, 1-500. */
  readonly first: number
  /** Who asks for the partner, and where from. */
  readonly request: Pick<FeedRequest, 'requestId' | 'address'> & { readonly by: string }
}

/** A page as a push of the same agreement would have carried it. */
export interface PulledPage extends FeedPage {
  readonly events: readonly OutgoingEvent[]
  /** What to wait for where there is no more now. */
  readonly wait: Pick<ChangeWait, 'caller' | 'families' | 'after'>
}

/** Steps of the planner that ask no division: other terms, the end of a sweep. */
const MOST_STEPS = 10
/** A page is noted as looked at no oftener, as with deliveries. */
const NOTED_MILLIS = 60_000
const READ_AGAIN = 'READ_AGAIN'

/**
 * Reads for a partner by an agreement: planned, written down and kept as deliveries are. A page's cursor says that the
 * partner has it; whoever comes back with an earlier one has lost what came after, and is told it again.
 */
export class PullReader {
  constructor(private readonly parts: PullReaderParts) {}

  /**
   * The page behind a cursor, and with it the receipt of everything before.
   * @throws HubError HUB_FEED_CURSOR_INVALID, HUB_AGREEMENT_NOT_IN_FORCE once nothing is left to be withdrawn,
   * HUB_EXCHANGE_KEYS_MISSING, and as the feed
   */
  async read(
    { agreement, after, first, request }: PullQuestion,
    cancellation = new Cancellation(),
  ): Promise<PulledPage> {
    const stores = this.parts.deliveries
    if (stores === undefined) throw new HubError('HUB_EXCHANGE_KEYS_MISSING')
    let seen: FeedPage | undefined
    const feed: PullReaderParts['feed'] = {
      read: async (question, ...rest) => {
        const { by, ...asked } = request
        const named = { ...asked, client: `${question.request?.client} by ${by}` }
        seen = await this.parts.feed.read({ ...question, request: named }, ...rest)
        return seen
      },
    }
    const planner = new DeliveryPlanner({ ...stores, feed, pulled: first })
    let cursor = await this.arrive(stores, agreement, after)
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const begun = new Date()
      const next = await planner.next(agreement, cursor, cancellation)
      if (typeof next === 'object') {
        // Of two that ask at the same time one has written it.
        const events = next.fresh ?? stores.ledger.eventsOf(next.page)
        // Written down is all there is, also where the partner always finds something.
        if (seen?.hasMore === false && seen.behind.length === 0) await note(stores, cursor, begun)
        if (events.length > 0) return pageOf(agreement, cursor, { ...next, events }, seen)
        break
      }
      if (next === 'IDLE' && agreement.standing === 'ENDED') throw notInForce([agreement.id])
      if (next === 'IDLE') await note(stores, cursor, begun)
      if (next === 'MOVED') cursor = await stores.ledger.cursorOf(agreement.id)
      if (next !== 'MOVED' || seen !== undefined) break
    }
    const { hasMore = true, behind = [] } = seen ?? {}
    return { events: [], next: cursorAt(cursor), hasMore, behind, wait: waitOf(agreement, cursor.after) }
  }

  /** Takes in what the partner's cursor says. @returns where deliveries stand then, with no page under way */
  private async arrive(
    stores: DeliveryStores,
    agreement: ExchangeAgreement,
    after: string | undefined,
  ): Promise<DeliveryCursor> {
    const { id } = agreement
    const cursor = await stores.ledger.cursorOf(id)
    const open = await stores.ledger.pageAfter(cursor)
    const at = readPullCursor(id, after) ?? { page: 0, terms: 0, after: null }
    if (at.page > cursor.page + (open === null ? 0 : 1)) throw new HubError('HUB_FEED_CURSOR_INVALID')
    if (open !== null) await end(stores, agreement, open, at.page > cursor.page)
    if (at.page < cursor.page) await goBack(stores, agreement, { ...cursor, page: open?.number ?? cursor.page }, at)
    return open !== null || at.page < cursor.page ? stores.ledger.cursorOf(id) : cursor
  }
}

/** Ends a page: taken by the partner, or to be planned again because it asks again. */
async function end(
  { ledger, holdings }: DeliveryStores,
  agreement: ExchangeAgreement,
  page: LedgerPage,
  isTaken: boolean,
): Promise<void> {
  const events = ledger.eventsOf(page)
  const records = events.map(({ recordId }) => recordId)
  const [held, open] = await Promise.all([holdings.of(agreement.id, records), holdings.openOf(agreement.id, records)])
  const ended = events.map(
    (event): EndedEvent =>
      isTaken ? { event, outcome: 'ACCEPTED' } : { event, outcome: 'OVERTAKEN', reason: READ_AGAIN },
  )
  // A withdrawal that may not have arrived leaves everything as it was.
  const counted = ended.filter(({ event }) => isTaken || event.record !== null)
  const { changed, confirmed } = endedHoldings(agreement, page, { ended: counted, held, open })
  await ledger.together(async (session) => {
    await holdings.keep(changed, { session })
    await holdings.confirmWithdrawals(confirmed, { session })
    await ledger.keepReceipt(page, isTaken ? 'pulled' : 'again', ended, { session })
    await ledger.settleWithin(isTaken ? page : { ...page, moves: {} }, { session })
  })
}

/** Begins again where the partner is: whatever it was told after that it may have lost, also that it must not have it. */
async function goBack(
  { ledger, holdings }: DeliveryStores,
  { id, version }: ExchangeAgreement,
  { page }: DeliveryCursor,
  at: { readonly page: number; readonly terms: number; readonly after: string | null },
): Promise<void> {
  await holdings.doubt(id, at.page)
  const after = at.terms === version ? at.after : null
  await ledger.move(id, page, { after, sweep: { below: version, after: null, isDone: false } })
}

async function note({ ledger }: DeliveryStores, { _id, page, lookedAt }: DeliveryCursor, at: Date): Promise<void> {
  if (at.getTime() - (lookedAt?.getTime() ?? 0) >= NOTED_MILLIS) await ledger.move(_id, page, { lookedAt: at })
}

function pageOf(
  agreement: ExchangeAgreement,
  cursor: DeliveryCursor,
  { page, events }: { readonly page: LedgerPage; readonly events: readonly OutgoingEvent[] },
  seen: FeedPage | undefined,
): PulledPage {
  const after = page.moves.after ?? cursor.after
  const { hasMore = true, behind = [] } = seen ?? {}
  const next = writePullCursor({ agreement: agreement.id, page: page.number, terms: page.terms, after })
  return { events, next, hasMore, behind, wait: waitOf(agreement, after) }
}

const cursorAt = ({ _id: agreement, page, terms, after }: DeliveryCursor): string =>
  writePullCursor({ agreement, page, terms, after })

const waitOf = ({ terms }: ExchangeAgreement, after: string | null): PulledPage['wait'] => ({
  caller: agreementClaims(terms),
  families: terms.items.map(({ family }) => family),
  after: after ?? undefined,
})
