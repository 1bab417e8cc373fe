import { setTimeout as delay } from 'node:timers/promises'
import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import type { mongo } from 'mongoose'
import { expect } from 'vitest'
import type { ExchangeAgreement } from '../../agreements/exchangeAgreement.ts'
import { trialTerms } from '../../agreements/testing/trialTerms.ts'
import { readCursor, readSnapshot } from '../../feed/feedCursor.ts'
import { AgreementDelivery, type AgreementDeliveryParts } from '../agreementDelivery.ts'
import type { DeliveryCursor } from '../deliveryCursor.ts'
import { DeliveryState } from '../deliveryState.ts'
import type { DeliveryStores } from '../deliveryStores.ts'
import { PartnerBreaker } from '../partnerBreaker.ts'
import { NaivePartner } from './naivePartner.ts'
import { NaiveRecords } from './naiveRecords.ts'

export const LEASE_MILLIS = 600
export const ATTEMPT_MILLIS = 50
const PATIENCE_MILLIS = 20_000
/** A partner that fails is tried again within milliseconds, as long as deliveries go on. */
export const STILL_MILLIS = LEASE_MILLIS

export const AUTHORITIES = ['甲局', '乙局'] as const

export interface SceneStores {
  readonly stores: DeliveryStores
  readonly leases: mongo.Collection<LeaseDocument>
}

export interface SceneOptions {
  readonly authorities?: readonly string[]
  /** Subjects that the agreement covers; all when absent. */
  readonly subjects?: readonly string[] | undefined
  readonly schedule?: { readonly cron: string }
  readonly attemptMillis?: number
}

/** One agreement, the records it is about, its partner, and hubs that deliver by it. */
export class Scene {
  readonly records = new NaiveRecords()
  readonly partner: NaivePartner
  readonly faults: unknown[] = []
  agreement: ExchangeAgreement
  private readonly hubs: { delivery: AgreementDelivery; ended: Promise<void> }[] = []

  constructor(
    readonly id: string,
    private readonly options: SceneOptions,
    private readonly kept: SceneStores,
  ) {
    this.partner = new NaivePartner(options.subjects)
    this.agreement = { id, version: 1, standing: 'IN_FORCE', terms: termsOf(options) }
  }

  startHub(own: Partial<AgreementDeliveryParts> = {}): void {
    const delivery = new AgreementDelivery({
      ...this.kept.stores,
      feed: this.records.feed(),
      agreement: this.id,
      current: async () => this.agreement,
      lease: new Lease(this.kept.leases, `delivery/${this.id}`, LEASE_MILLIS),
      leaseMillis: LEASE_MILLIS,
      attemptMillis: this.options.attemptMillis ?? ATTEMPT_MILLIS,
      targetOf: async () => this.partner,
      breakerOf: () => this.breaker,
      state: new DeliveryState(),
      onFault: (error) => this.faults.push(error),
      ...own,
    })
    this.hubs.push({ delivery, ended: delivery.run() })
  }

  /** Takes the lease away from whoever holds it, without telling. */
  async stealLease(): Promise<void> {
    await this.kept.leases.deleteOne({ _id: `delivery/${this.id}` })
  }

  change(authorities: readonly string[]): void {
    const { version } = this.agreement
    this.agreement = { ...this.agreement, version: version + 1, terms: termsOf({ ...this.options, authorities }) }
  }

  end(): void {
    this.agreement = { ...this.agreement, version: this.agreement.version + 1, standing: 'ENDED' }
  }

  /** What the partner must have in the end: by record the version, or undefined for nothing. */
  due(): Map<string, number> {
    const allowed = this.agreement.terms.items[0]?.where?.[0]?.in ?? []
    const open = [...this.records.records].filter(
      ([, { isStanding, authority, subjectId }]) =>
        isStanding &&
        allowed.includes(authority) &&
        (this.options.subjects?.includes(subjectId) ?? true) &&
        this.agreement.standing === 'IN_FORCE',
    )
    return new Map(open.map(([recordId, { version }]) => [recordId, version]))
  }

  has(): Map<string, number> {
    const open = [...this.partner.records].filter(([, { content }]) => content !== null)
    return new Map(open.map(([recordId, { content }]) => [recordId, Number(content?.version)]))
  }

  async untilSettled(): Promise<void> {
    const sorted = (map: Map<string, number>) => JSON.stringify([...map].sort())
    const deadline = Date.now() + PATIENCE_MILLIS
    let calm = 0
    while (calm < 3) {
      const cursor = await this.kept.stores.ledger.cursorOf(this.id)
      const isDone = await this.isThrough(cursor)
      calm = isDone && sorted(this.has()) === sorted(this.due()) ? calm + 1 : 0
      if (Date.now() > deadline) {
        expect([...this.has()].sort()).toEqual([...this.due()].sort())
        throw new Error(`a page stays open: ${JSON.stringify([cursor, this.faults.map(String)])}`)
      }
      await delay(30)
    }
  }

  /** Whether deliveries have gone through everything there is, under the terms of now. */
  private async isThrough(cursor: DeliveryCursor): Promise<boolean> {
    const { version, standing } = this.agreement
    const { terms, after, sweep } = cursor
    const [open, asked] = await Promise.all([
      this.kept.stores.ledger.pageAfter(cursor),
      this.kept.stores.replays.next(this.id),
    ])
    if (open !== null || asked !== undefined || sweep?.isDone === false) return false
    if (standing === 'ENDED') return sweep !== null && sweep.below > version
    const isOver = after !== null && Object.keys(readSnapshot(after)).length === 0
    return terms === version && isOver && (readCursor(after)['market-order'] ?? 0) === this.records.changes.length
  }

  /** Waits until deliveries stand still. */
  async untilStill(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MILLIS
    for (let before = -1; before !== this.partner.deliveries; await delay(STILL_MILLIS)) {
      if (Date.now() > deadline) throw new Error('deliveries go on')
      before = this.partner.deliveries
    }
  }

  async stop(): Promise<void> {
    for (const { delivery } of this.hubs) delivery.stop()
    await Promise.all(this.hubs.map(({ ended }) => ended))
  }

  private readonly breaker = new PartnerBreaker(Date.now, () => 5)
}

function termsOf({ authorities = AUTHORITIES, subjects: subjectIds, schedule }: SceneOptions) {
  const where = [{ field: 'authority', in: authorities }]
  return trialTerms({ items: [{ family: 'penalties', subjectIds, where }], schedule })
}
