import { setTimeout as delay } from 'node:timers/promises'
import type { Lease } from '@hub/schema/leases/lease'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import { agreementClaims } from '../agreements/agreementClaims.ts'
import { nextRun } from '../agreements/agreementSchedule.ts'
import { openContent } from '../agreements/agreementScope.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { FeedReader } from '../feed/feedReader.ts'
import { AgreementReconciler } from '../reconciliation/full/agreementReconciler.ts'
import { readForAgreement } from './agreementReader.ts'
import { ClosedAhead } from './closedAhead.ts'
import type { DeliveryCursor } from './deliveryCursor.ts'
import { DeliveryPlanner, type NextPage, type PlannerParts } from './deliveryPlanner.ts'
import type { DeliveryState } from './deliveryState.ts'
import type { DeliveryTarget } from './deliveryTarget.ts'
import { type EndedPart, endedHoldings } from './endedHoldings.ts'
import { type LedgerPage, placesOf } from './ledgerPage.ts'
import { type EndedEvent, PageSender } from './pageSender.ts'
import type { PartnerBreaker } from './partnerBreaker.ts'

/** A page of the feed goes as one round of deliveries beside each other. */
const BATCH_EVENTS = 125
const PARALLEL_DELIVERIES = 4
const READ_EVENTS = 500
const IDLE_MILLIS = 2_000
const BEHIND_MILLIS = 500
const HOUR_MILLIS = 3_600_000
/** How far an agreement has come is noted no oftener. */
const NOTED_MILLIS = 60_000

export interface AgreementDeliveryParts extends PlannerParts {
  readonly feed: Pick<FeedReader, 'read' | 'changed'>
  readonly agreement: string
  /** The agreement as it holds now; undefined where it does not. */
  readonly current: () => Promise<ExchangeAgreement | undefined>
  readonly lease: Pick<Lease, 'hold' | 'release' | 'heldSince'>
  /** How long the lease holds without being renewed, in milliseconds. */
  readonly leaseMillis: number
  /** The longest that one attempt is on its way, in milliseconds. */
  readonly attemptMillis: number
  /** The target for now: another one when the agreement or its secrets have changed. */
  readonly targetOf: (agreement: ExchangeAgreement) => Promise<DeliveryTarget>
  readonly breakerOf: (agreement: ExchangeAgreement) => PartnerBreaker
  readonly state: DeliveryState
  readonly onFault: (error: unknown) => void
}

/**
 * Delivers by one agreement, as long as this hub holds its lease. Everything that was begun is in the ledger, so a hub
 * that takes over goes on with the same events under the same ids; one that has lost the lease and does not know it yet
 * can send what the other one sends too, and move nothing twice.
 */
export class AgreementDelivery {
  private readonly planner: DeliveryPlanner
  private readonly reconciler: AgreementReconciler
  private readonly cancellation = new Cancellation()
  private heldUntil = 0
  private heldSince: number | undefined
  private isPaused = false
  /** Events of a page that were tried; nothing where another hub may have tried some. */
  private tried: { readonly page: string; readonly ids: Set<string> } | undefined
  /** Version and standing of the agreement, as last seen. */
  private under = ''

  constructor(private readonly parts: AgreementDeliveryParts) {
    this.planner = new DeliveryPlanner(parts)
    this.reconciler = new AgreementReconciler(parts)
  }

  /** Runs until it is stopped. */
  async run(): Promise<void> {
    const renewing = setInterval(() => void this.renew().catch(this.parts.onFault), this.parts.leaseMillis / 3)
    let pause = BEHIND_MILLIS
    while (!this.cancellation.cancelled) {
      try {
        const millis = (await this.renew()) ? await this.step() : IDLE_MILLIS
        pause = BEHIND_MILLIS
        if (millis > 0) await this.rest(millis)
      } catch (error) {
        if (this.cancellation.cancelled) break
        this.parts.onFault(error)
        await this.rest(pause)
        pause = Math.min(pause * 2, 10_000)
      }
    }
    clearInterval(renewing)
    await this.parts.lease.release().catch(this.parts.onFault)
  }

  /** Ends it when what is on its way has been answered. */
  stop(): void {
    this.cancellation.cancel()
  }

  private async renew(): Promise<boolean> {
    if (this.cancellation.cancelled) return false
    const begun = Date.now()
    const { lease, leaseMillis } = this.parts
    this.heldUntil = (await lease.hold()) ? begun + leaseMillis : 0
    if (lease.heldSince !== this.heldSince) this.tried = undefined
    this.heldSince = lease.heldSince
    const agreement = await this.parts.current()
    this.under = agreement === undefined ? '' : keyOf(agreement)
    this.isPaused = (await this.parts.ledger.cursorOf(this.parts.agreement)).paused !== null
    this.parts.state.isMine = this.heldUntil > 0
    return this.heldUntil > 0
  }

  private mayGoOn(): boolean {
    return !this.cancellation.cancelled && !this.isPaused && Date.now() < this.heldUntil
  }

  /** @returns how long there is nothing to do, in milliseconds */
  private async step(): Promise<number> {
    const { ledger, state, feed } = this.parts
    const begun = new Date()
    const [agreement, cursor] = await Promise.all([this.parts.current(), ledger.cursorOf(this.parts.agreement)])
    this.isPaused = cursor.paused !== null
    if (agreement === undefined || this.isPaused) return IDLE_MILLIS
    this.under = keyOf(agreement)
    if (await this.reconcile(agreement, cursor)) return 0
    const isRun = isDue(agreement, cursor)
    const next = isRun
      ? await this.planner.next(agreement, cursor, this.cancellation)
      : await this.planner.nextBetweenRuns(agreement, cursor, this.cancellation)
    if (next === 'MOVED') return 0
    if (next === 'BEHIND') return BEHIND_MILLIS
    if (next === 'IDLE') {
      state.idle()
      if (isRun) await this.note(agreement, cursor, begun)
      const after = isRun ? cursor.after : this.planner.withdrawalsAhead.after(agreement, cursor)
      if (after === null || agreement.standing === 'ENDED') return IDLE_MILLIS
      const caller = agreementClaims(agreement.terms)
      const families = agreement.terms.items.map(({ family }) => family)
      const { cancellation } = this
      const isNews = await feed.changed({ caller, families, after, millis: IDLE_MILLIS, cancellation })
      if (isNews && isRun) this.planner.readAhead(agreement, after, cancellation)
      return 0
    }
    if (next.fresh !== undefined) this.tried = { page: next.page._id, ids: new Set() }
    await this.sendPage(agreement, cursor, next)
    return 0
  }

  /** Notes that nothing is left to be looked at. @param at when it was begun to look */
  private async note({ id, terms }: ExchangeAgreement, { page, lookedAt }: DeliveryCursor, at: Date): Promise<void> {
    if (terms.schedule !== undefined) await this.parts.ledger.move(id, page, { ranAt: new Date() })
    else if (at.getTime() - (lookedAt?.getTime() ?? 0) >= NOTED_MILLIS)
      await this.parts.ledger.move(id, page, { lookedAt: at })
  }

  /** Between two pages: what is on its way is no difference. */
  private reconcile(agreement: ExchangeAgreement, cursor: DeliveryCursor): Promise<boolean> {
    const families = agreement.terms.items.map(({ family }) => family)
    const isClear = async (): Promise<boolean> => (await this.parts.ledger.pageAfter(cursor)) === null
    return this.reconciler.step({ families, isClear, openTarget: () => this.parts.targetOf(agreement) })
  }

  private async sendPage(
    agreement: ExchangeAgreement,
    cursor: DeliveryCursor,
    { page, fresh }: NextPage,
  ): Promise<void> {
    const { ledger, holdings, state } = this.parts
    const isAgain = fresh === undefined
    const done = isAgain ? await ledger.receipted(page) : new Set<string>()
    const left = (fresh ?? ledger.eventsOf(page)).filter(({ id }) => !done.has(id))
    const records = left.map(({ recordId }) => recordId)
    const [held, open, target] = await Promise.all([
      holdings.of(agreement.id, records),
      holdings.openOf(agreement.id, records),
      this.parts.targetOf(agreement),
    ])
    const tried = this.tried?.page === page._id ? this.tried.ids : undefined
    const isOutdated = agreement.standing === 'ENDED' || page.terms !== agreement.version
    const events = left.filter(({ record }) => !isOutdated || record === null)
    // Content of earlier terms goes out no more; what the new ones let out comes with their snapshot.
    const overtaken = left.filter((event) => !events.includes(event))
    if (overtaken.length > 0) {
      const untilQuiet = tried === undefined ? this.quietAt() - Date.now() : 0
      if (untilQuiet > 0) return this.rest(untilQuiet)
      // Whoever has the lease by now may be sending it; what is known of attempts is known of this hub's.
      if (Date.now() >= this.heldUntil) return
      const ended = overtaken.map((event): EndedEvent => {
        const isUntried = tried !== undefined && !tried.has(event.id)
        return { event, outcome: 'OVERTAKEN', reason: 'AGREEMENT_CHANGED', isUntried }
      })
      await this.keep(agreement, page, { delivery: 'overtaken', ended, held, open, isLast: false })
    }
    state.begin(events)
    const under = keyOf(agreement)
    const ahead = new ClosedAhead(
      (after) => this.readOn(agreement, after),
      (event) => openContent(agreement.terms, event) !== null,
      page.moves.after ?? cursor.after,
      new Set(records),
    )
    let isSettled = false
    const sender = new PageSender(
      {
        agreement: agreement.id,
        target,
        placeOf: placesOf(page),
        breaker: this.parts.breakerOf(agreement),
        goOn: () => this.mayGoOn() && this.under === under,
        giveUpAt: giveUpAt(agreement, page, cursor),
        closedSince: () => ahead.look(),
        keep: async (delivery, ended, isLast) => {
          await this.keep(agreement, page, { delivery, ended, held, open, isLast })
          isSettled = isLast
        },
        batch: BATCH_EVENTS,
        parallel: PARALLEL_DELIVERIES,
        onFailure: (reason) => state.failed(reason),
        onAttempt: (some) => {
          for (const { id } of some) tried?.add(id)
        },
      },
      isAgain || page.replay !== null,
    )
    if ((await sender.send(events)) && !isSettled) await ledger.settle(page)
  }

  /**
   * From when on nobody else sends content of the pages that were there: whoever held the lease before knows by then that it
   * is lost, and what it had under way has ended. What is passed over before could arrive after what is newer.
   */
  private quietAt(): number {
    return (this.heldSince ?? Date.now()) + this.parts.leaseMillis + this.parts.attemptMillis
  }

  private readOn(agreement: ExchangeAgreement, after: string | null) {
    const client = `agreement ${agreement.id}:${agreement.version} again`
    const read = { after, first: READ_EVENTS, client, cancellation: this.cancellation }
    return readForAgreement(this.parts.feed, agreement, read)
  }

  /** Keeps a receipt and what follows from it, together: what it speaks of is not sent again. */
  private async keep(
    agreement: ExchangeAgreement,
    page: LedgerPage,
    { delivery, ended, held, open, isLast }: Kept,
  ): Promise<void> {
    const { ledger, holdings, deadLetters, state } = this.parts
    const { changed, confirmed } = endedHoldings(agreement, page, { ended, held, open })
    const dead = ended.filter(({ outcome }) => outcome === 'DEAD')
    await ledger.together(async (session) => {
      await holdings.keep(changed, { session })
      await deadLetters.add(page, dead, { session })
      await holdings.confirmWithdrawals(confirmed, { session })
      if (page.replay !== null) await deadLetters.remove(agreement.id, aliveOf(ended), { session })
      await ledger.keepReceipt(page, delivery, ended, { session })
      if (isLast) await ledger.settleWithin(page, { session })
    })
    state.ended(ended)
  }

  /** A rest that a stop ends. */
  private async rest(millis: number): Promise<void> {
    const ending = new AbortController()
    const end = (): void => ending.abort()
    this.cancellation.add(end)
    await delay(millis, undefined, { signal: ending.signal }).catch(() => undefined)
    this.cancellation.remove(end)
  }
}

const keyOf = ({ version, standing }: ExchangeAgreement): string => `${version} ${standing}`

interface Kept extends EndedPart {
  readonly delivery: string
  /** Whether they end the page. */
  readonly isLast: boolean
}

function aliveOf(ended: readonly EndedEvent[]): string[] {
  return ended.flatMap(({ event, outcome }) => (outcome === 'DEAD' ? [] : [event.id]))
}

/** From when on nothing of a page is tried any more: its time does not run while deliveries are paused. */
function giveUpAt(
  { terms: { retryHours } }: ExchangeAgreement,
  { writtenAt }: LedgerPage,
  cursor: DeliveryCursor,
): Date {
  const begun = Math.max(writtenAt.getTime(), cursor.resumedAt?.getTime() ?? 0)
  return new Date(begun + retryHours * HOUR_MILLIS)
}

/** Whether it is time: always where there is no schedule, and for what other terms or their end withdraw. */
function isDue(
  { terms: { schedule }, standing, version }: ExchangeAgreement,
  { ranAt, terms }: DeliveryCursor,
): boolean {
  if (schedule === undefined || standing === 'ENDED' || ranAt === null || terms !== version) return true
  const run = nextRun(schedule, ranAt)
  return run !== undefined && run <= new Date()
}
