import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { readSnapshot } from '../feed/feedCursor.ts'
import type { FeedPage } from '../feed/feedEvent.ts'
import type { FeedReader } from '../feed/feedReader.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { Reconciliations } from '../reconciliation/full/reconciliations.ts'
import { readForAgreement } from './agreementReader.ts'
import type { DeadLetters, StoredLetter } from './deadLetters.ts'
import type { DeliveryCursor, SweepState } from './deliveryCursor.ts'
import type { DeliveryLedger } from './deliveryLedger.ts'
import { DifferencePages } from './differencePages.ts'
import { holdingId } from './holding.ts'
import type { Holdings } from './holdings.ts'
import type { CursorMove, LedgerPage } from './ledgerPage.ts'
import { openWithdrawal } from './openWithdrawal.ts'
import { ownWithdrawal, planPage } from './planPage.ts'
import type { ReplayRequest, ReplayRequests } from './replayRequests.ts'
import { WithdrawalsAhead, type WithdrawalsAheadParts } from './withdrawalsAhead.ts'

/** Events of one page: what the feed gives at once. */
const PAGE_EVENTS = 500
/** A page that was read ahead is read again when it has waited for longer: what it says of records may be over. */
const AHEAD_MILLIS = 5_000
/** An end comes after every version up to it and before the next one. */
const END = 0.5

export interface PlannerParts {
  readonly feed: Pick<FeedReader, 'read'>
  readonly ledger: DeliveryLedger
  readonly holdings: Holdings
  readonly deadLetters: DeadLetters
  readonly replays: ReplayRequests
  readonly reconciliations: Reconciliations
  /** Most events of a page that the partner itself asks for, so that nothing is read for it before; 500 where it does not. */
  readonly pulled?: number
}

/** What there is to do next: a page to send, another look because the cursor has moved, or nothing for now. */
export type NextStep = NextPage | 'MOVED' | 'IDLE' | 'BEHIND'

export interface NextPage {
  readonly page: LedgerPage
  /** Its events, where this hub has written them just now and no other has sent any of them. */
  readonly fresh?: readonly OutgoingEvent[]
}

/** Finds what goes out next by an agreement, and writes it down before anyone sends it. */
export class DeliveryPlanner {
  readonly withdrawalsAhead: WithdrawalsAhead
  private readonly differences: DifferencePages
  private ahead: { readonly key: string; readonly at: number; readonly page: Promise<FeedPage> } | undefined

  constructor(private readonly parts: PlannerParts) {
    const read: WithdrawalsAheadParts['read'] = (...asked) => this.readNow(...asked)
    this.withdrawalsAhead = new WithdrawalsAhead({ read, holdings: parts.holdings })
    this.differences = new DifferencePages({ ...parts, read: (...asked) => this.readNow(...asked) })
  }

  async next(agreement: ExchangeAgreement, cursor: DeliveryCursor, cancellation: Cancellation): Promise<NextStep> {
    const { ledger, replays } = this.parts
    const { id, version, standing } = agreement
    const [open, asked] = await Promise.all([ledger.pageAfter(cursor), replays.next(id)])
    if (open !== null) return { page: open }
    if (standing === 'ENDED') {
      const swept = await this.sweep(agreement, cursor, version + END)
      return swept === 'IDLE' && asked !== undefined ? this.replay(agreement, cursor, asked, cancellation) : swept
    }
    if (cursor.terms !== version) {
      // Under other terms everything is looked at anew; what the partner has as it is does not go out again.
      const sweep = cursor.terms === 0 ? null : { below: version, after: null, isDone: false }
      await ledger.move(id, cursor.page, { terms: version, after: null, sweep, ranAt: null })
      return 'MOVED'
    }
    if (asked !== undefined) return this.replay(agreement, cursor, asked, cancellation)
    const isSnapshotOver = cursor.after !== null && Object.keys(readSnapshot(cursor.after)).length === 0
    if (isSnapshotOver && cursor.sweep !== null && !cursor.sweep.isDone)
      return this.sweep(agreement, cursor, cursor.sweep.below)
    return this.changes(agreement, cursor, cancellation)
  }

  /** What goes out between two runs of a schedule: what was begun, what a reconciliation repairs, and withdrawals. */
  async nextBetweenRuns(
    agreement: ExchangeAgreement,
    cursor: DeliveryCursor,
    cancellation: Cancellation,
  ): Promise<NextStep> {
    const [open, asked] = await Promise.all([
      this.parts.ledger.pageAfter(cursor),
      this.parts.replays.next(agreement.id),
    ])
    if (open !== null) return { page: open }
    if (asked?.what === 'DIFFERENCES') return this.repair(agreement, cursor, asked, cancellation)
    const { withdrawals, next, hasMore, behind } = await this.withdrawalsAhead.look(agreement, cursor, cancellation)
    const page = withdrawals.length > 0 ? await this.write(agreement, cursor, withdrawals, {}) : undefined
    this.withdrawalsAhead.lookedTo(agreement, cursor, next)
    if (page !== undefined) return page
    if (hasMore) return 'MOVED'
    return behind.length > 0 ? 'BEHIND' : 'IDLE'
  }

  /** The next changes of the feed that concern the partner. */
  private async changes(
    agreement: ExchangeAgreement,
    cursor: DeliveryCursor,
    cancellation: Cancellation,
  ): Promise<NextStep> {
    const { ledger, holdings } = this.parts
    const { id, version } = agreement
    const { events, next, hasMore, behind } = await this.read(agreement, cursor.after, cancellation)
    if (hasMore && this.parts.pulled === undefined) this.readAhead(agreement, next, cancellation)
    const held = await holdings.of(
      id,
      events.map(({ recordId }) => recordId),
    )
    const { outgoing, kept } = planPage(agreement, events, held)
    await holdings.seen(id, kept, version)
    // Terms of between, which the partner has not read, would have taken it back.
    if (this.parts.pulled !== undefined) await holdings.confirmWithdrawals(kept.map((record) => holdingId(id, record)))
    if (outgoing.length > 0) return this.write(agreement, cursor, outgoing, { after: next })
    if (next === cursor.after) return behind.length > 0 ? 'BEHIND' : 'IDLE'
    await ledger.move(id, cursor.page, { after: next })
    return 'MOVED'
  }

  /** The next of what the partner still holds and the agreement reaches no more. */
  private async sweep(agreement: ExchangeAgreement, cursor: DeliveryCursor, below: number): Promise<NextStep> {
    const { ledger, holdings } = this.parts
    const before = cursor.sweep?.below === below ? cursor.sweep : { below, after: null, isDone: false }
    if (before.isDone) return 'IDLE'
    const found = await holdings.below(agreement.id, below, before.after, this.parts.pulled ?? PAGE_EVENTS)
    const last = found.at(-1)
    const sweep: SweepState = { below, after: last?._id ?? null, isDone: last === undefined }
    if (last === undefined) {
      await ledger.move(agreement.id, cursor.page, { sweep })
      return 'MOVED'
    }
    const reason = agreement.standing === 'ENDED' ? 'AGREEMENT_ENDED' : 'AGREEMENT_NARROWED'
    const now = new Date()
    const events = found.map((holding) => ownWithdrawal(holding, reason, agreement.version, now))
    return this.write(agreement, cursor, events, { sweep })
  }

  /** The next of what repairs the differences that a reconciliation has found. */
  private async repair(
    agreement: ExchangeAgreement,
    cursor: DeliveryCursor,
    replay: ReplayRequest,
    cancellation: Cancellation,
  ): Promise<NextStep> {
    const { ledger, reconciliations } = this.parts
    // A hub that went down may have written this page and not what it repairs.
    const last = await ledger.pageAt(cursor)
    if (last?.replay === replay._id)
      await reconciliations.sent(
        replay.run ?? '',
        last.events.map(({ recordId }) => recordId),
      )
    const { outgoing, written, next } = await this.differences.next(agreement, replay, cancellation)
    const page = outgoing.length > 0 ? await this.write(agreement, cursor, outgoing, {}, replay._id) : undefined
    await written()
    return page ?? next
  }

  /** What a person has asked to be repeated. */
  private async replay(
    agreement: ExchangeAgreement,
    cursor: DeliveryCursor,
    request: ReplayRequest,
    cancellation: Cancellation,
  ): Promise<NextStep> {
    const { ledger, holdings, deadLetters, replays } = this.parts
    const { id } = agreement
    const { _id, what, cursor: after, before } = request
    if (what === 'DIFFERENCES') return this.repair(agreement, cursor, request, cancellation)
    if (what === 'CURSOR') {
      await ledger.move(id, cursor.page, { after })
      await replays.done(_id)
      return 'MOVED'
    }
    const letters = await deadLetters.before(id, Math.min(before, cursor.page + 1), PAGE_EVENTS)
    if (letters.length === 0) {
      await replays.done(_id)
      return 'MOVED'
    }
    const records = letters.map(({ event }) => event.recordId)
    const [held, open] = await Promise.all([holdings.of(id, records), holdings.openOf(id, records)])
    const isNews = ({ event: { recordId, version, record }, terms }: StoredLetter): boolean => {
      // Content of earlier terms goes out no more, nor what has been withdrawn since and the partner has not confirmed.
      const isOpen = agreement.standing === 'IN_FORCE' && terms === agreement.version
      if (record !== null && (!isOpen || (open.get(recordId)?.version ?? 0) > version)) return false
      const before = held.get(recordId)
      if (before === undefined || before.version < version) return true
      return before.version === version && (before.state === 'HELD' || record === null)
    }
    const outgoing = letters.filter(isNews).map(({ event }) => event)
    const overtaken = letters.filter((letter) => !isNews(letter)).map(({ event }) => event.id)
    await deadLetters.remove(id, overtaken)
    return outgoing.length === 0 ? 'MOVED' : this.write(agreement, cursor, outgoing, {}, _id)
  }

  /** Writes a page, and with it by when each of its withdrawals has to be confirmed. */
  private async write(
    { id, version, terms }: ExchangeAgreement,
    { page }: DeliveryCursor,
    events: readonly OutgoingEvent[],
    moves: CursorMove,
    replay: string | null = null,
  ): Promise<NextPage> {
    const { ledger, holdings } = this.parts
    const opened = events.filter(({ record }) => record === null).map((event) => openWithdrawal(id, terms, event))
    const now = new Date()
    const written = await ledger.write(
      { agreement: id, number: page + 1, terms: version, events, moves, replay },
      now,
      opened.length === 0 ? undefined : (within) => holdings.openWithdrawals(opened, within),
    )
    return written.writtenAt === now ? { page: written, fresh: events } : { page: written }
  }

  private read(agreement: ExchangeAgreement, after: string | null, cancellation: Cancellation): Promise<FeedPage> {
    const { ahead } = this
    this.ahead = undefined
    if (ahead?.key === keyOf(agreement, after) && Date.now() - ahead.at < AHEAD_MILLIS) return ahead.page
    return this.readNow(agreement, after, cancellation)
  }

  /** Begins to read a page before it is asked for: while another is sent, or as soon as there is word of changes. */
  readAhead(agreement: ExchangeAgreement, after: string, cancellation: Cancellation): void {
    const page = this.readNow(agreement, after, cancellation)
    page.catch(() => undefined)
    this.ahead = { key: keyOf(agreement, after), at: Date.now(), page }
  }

  private readNow(
    agreement: ExchangeAgreement,
    after: string | null,
    cancellation: Cancellation,
    looker?: CallerClaims,
  ): Promise<FeedPage> {
    const client = `agreement ${agreement.id}:${agreement.version}`
    const first = this.parts.pulled ?? PAGE_EVENTS
    return readForAgreement(this.parts.feed, agreement, { after, first, client, looker, cancellation })
  }
}

const keyOf = ({ version }: ExchangeAgreement, after: string | null): string => `${version} ${after}`
