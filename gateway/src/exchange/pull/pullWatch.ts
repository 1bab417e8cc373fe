import { setTimeout as delay } from 'node:timers/promises'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import type { mongo } from 'mongoose'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import { itemFor } from '../agreements/agreementScope.ts'
import type { AgreementStore } from '../agreements/agreementStore.ts'
import { agreementOn, type ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { readForAgreement } from '../delivery/agreementReader.ts'
import type { DeliveryCursor } from '../delivery/deliveryCursor.ts'
import type { DeliveryStores } from '../delivery/deliveryStores.ts'
import { type Holding, holdingId } from '../delivery/holding.ts'
import { openWithdrawal } from '../delivery/openWithdrawal.ts'
import { ownWithdrawal } from '../delivery/planPage.ts'
import { WithdrawalsAhead } from '../delivery/withdrawalsAhead.ts'
import type { FeedReader } from '../feed/feedReader.ts'
import type { OutgoingEvent, OwnReason } from '../push/outgoingEvent.ts'

const LOOK_MILLIS = 60_000
/** Longer than one look takes: two hubs that look find the same. */
const LEASE_MILLIS = 90_000
const READ_EVENTS = 500
/** Who looks: the partner has read nothing of it. */
const LOOKER = { caller: 'hub', role: 'CREDIT_PLATFORM' } as const
/** An end comes after every version up to it. */
const END = 0.5

export interface PullWatchParts {
  readonly agreements: Pick<AgreementStore, 'ids' | 'versionsOf'>
  readonly feed: Pick<FeedReader, 'read'>
  readonly stores: Pick<DeliveryStores, 'ledger' | 'holdings'>
  readonly leases: mongo.Collection<LeaseDocument>
  readonly onFault: (error: unknown, agreement?: string) => void
}

/**
 * Finds what partners that read have to withdraw, before they come for it: it is due within the agreement's hours from
 * then on, so that a partner who stays away is known to keep what it must not.
 */
export class PullWatch {
  private readonly ahead: WithdrawalsAhead
  private readonly leases = new Map<string, Lease>()
  /** Agreements that partners read. */
  readonly watched = new Set<string>()
  private readonly swept = new Map<string, string>()
  private readonly ending = new AbortController()
  private readonly cancellation = new Cancellation()
  private looking: Promise<void> | undefined

  constructor(private readonly parts: PullWatchParts) {
    const { feed, stores } = parts
    this.ahead = new WithdrawalsAhead({
      read: (agreement, after, cancellation) => {
        const client = `agreement ${agreement.id}:${agreement.version} ahead`
        return readForAgreement(feed, agreement, { after, first: READ_EVENTS, client, looker: LOOKER, cancellation })
      },
      holdings: stores.holdings,
    })
  }

  start(): void {
    this.looking ??= this.lookOn()
  }

  async stop(): Promise<void> {
    this.ending.abort()
    this.cancellation.cancel()
    await this.looking
  }

  /** Looks by all agreements that are read. */
  async look(): Promise<void> {
    const { agreements, onFault } = this.parts
    for (const id of await agreements.ids()) {
      if (this.ending.signal.aborted) return
      const agreement = agreementOn(await agreements.versionsOf(id), shanghaiDate(new Date()))
      if (agreement?.terms.mode !== 'PULL') continue
      this.watched.add(id)
      if (!(await this.leaseOf(id).hold())) continue
      await this.lookBy(agreement).catch((error) => this.ending.signal.aborted || onFault(error, id))
    }
  }

  private async lookOn(): Promise<void> {
    const { signal } = this.ending
    while (!signal.aborted) {
      await this.look().catch((error) => this.parts.onFault(error))
      await delay(LOOK_MILLIS, undefined, { signal }).catch(() => undefined)
    }
  }

  private async lookBy(agreement: ExchangeAgreement): Promise<void> {
    const { ledger } = this.parts.stores
    const cursor = await ledger.cursorOf(agreement.id)
    // A partner that has never come has nothing.
    if (cursor.paused !== null || cursor.page === 0) return
    const { standing, version, terms } = agreement
    if (standing === 'ENDED') return this.sweep(agreement, 'AGREEMENT_ENDED', version + END, () => true)
    if (cursor.terms !== version)
      await this.sweep(agreement, 'AGREEMENT_NARROWED', version, (held) => itemFor(terms, held) === undefined)
    await this.readOn(agreement, cursor)
  }

  /** What it has and other terms, or the end, reach no more: once. */
  private async sweep(
    agreement: ExchangeAgreement,
    reason: OwnReason,
    below: number,
    isLost: (held: Holding) => boolean,
  ): Promise<void> {
    const { id, version } = agreement
    const key = `${version} ${reason}`
    if (this.swept.get(id) === key) return
    for (let after: string | null = null, isOver = false; !isOver && !this.ending.signal.aborted; ) {
      const found = await this.parts.stores.holdings.below(id, below, after, READ_EVENTS)
      const now = new Date()
      const lost = found.filter(isLost).map((held) => ownWithdrawal(held, reason, version, now))
      await this.open(agreement, lost)
      after = found.at(-1)?._id ?? after
      isOver = found.length === 0
    }
    this.swept.set(id, key)
  }

  /** What of the changes that it has not read takes something back; by other terms all that stands is looked at. */
  private async readOn(agreement: ExchangeAgreement, cursor: DeliveryCursor): Promise<void> {
    const from = cursor.terms === agreement.version ? cursor : { ...cursor, after: null }
    for (let hasMore = true; hasMore && !this.ending.signal.aborted; ) {
      const page = await this.ahead.look(agreement, from, this.cancellation)
      await this.open(agreement, page.withdrawals)
      this.ahead.lookedTo(agreement, from, page.next)
      hasMore = page.hasMore
    }
  }

  private async open({ id, terms }: ExchangeAgreement, events: readonly OutgoingEvent[]): Promise<void> {
    const { holdings } = this.parts.stores
    if (events.length === 0) return
    await holdings.openWithdrawals(events.map((event) => openWithdrawal(id, terms, event)))
    // The partner may have come meanwhile, and have withdrawn it.
    const records = events.map(({ recordId }) => recordId)
    const held = await holdings.of(id, records)
    const over = records.filter((recordId) => held.get(recordId)?.state === 'CLOSED')
    await holdings.confirmWithdrawals(over.map((recordId) => holdingId(id, recordId)))
  }

  private leaseOf(id: string): Lease {
    const lease = this.leases.get(id) ?? new Lease(this.parts.leases, `pull/${id}`, LEASE_MILLIS)
    this.leases.set(id, lease)
    return lease
  }
}
