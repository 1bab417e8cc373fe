import { setTimeout as delay } from 'node:timers/promises'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { Lease, type LeaseDocument } from '@hub/schema/leases/lease'
import type { mongo } from 'mongoose'
import type { AgreementStore } from '../agreements/agreementStore.ts'
import { agreementOn, type ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import { AgreementDelivery, type AgreementDeliveryParts } from './agreementDelivery.ts'
import { DeliveryState } from './deliveryState.ts'
import type { LedgerRetention } from './ledgerRetention.ts'
import type { OpenTargets } from './openTargets.ts'
import { PartnerBreaker } from './partnerBreaker.ts'

const LOOK_MILLIS = 2_000
const LEASE_MILLIS = 10_000

export interface DeliveryWorkersParts
  extends Pick<
    AgreementDeliveryParts,
    'attemptMillis' | 'feed' | 'ledger' | 'holdings' | 'deadLetters' | 'replays' | 'reconciliations'
  > {
  readonly agreements: AgreementStore
  readonly leases: mongo.Collection<LeaseDocument>
  readonly targets: OpenTargets
  readonly retention: Pick<LedgerRetention, 'look'>
  readonly onFault: (error: unknown, agreement?: string) => void
}

interface Running {
  readonly delivery: AgreementDelivery
  readonly ended: Promise<void>
}

/** One delivery for each agreement; of several hubs, the one that holds the agreement's lease does the work. */
export class DeliveryWorkers {
  /** By agreement. */
  readonly states = new Map<string, DeliveryState>()
  private readonly breakers = new Map<string, PartnerBreaker>()
  private readonly running = new Map<string, Running>()
  private readonly ending = new AbortController()
  private looking: Promise<void> | undefined
  private pruning: Promise<void> | undefined

  constructor(private readonly parts: DeliveryWorkersParts) {}

  start(): void {
    this.looking ??= this.lookOn()
  }

  /** The state of the breaker between this hub and an agreement's partner. */
  breakerOf({ id, terms }: Pick<ExchangeAgreement, 'id' | 'terms'>): PartnerBreaker {
    const partner = terms.mode === 'PUSH' ? new URL(terms.endpoint ?? '').origin : id
    const breaker = this.breakers.get(partner) ?? new PartnerBreaker()
    this.breakers.set(partner, breaker)
    return breaker
  }

  /** The agreement as it holds today. */
  async current(id: string): Promise<ExchangeAgreement | undefined> {
    return agreementOn(await this.parts.agreements.versionsOf(id), shanghaiDate(new Date()))
  }

  /** Lets everything end that is on its way, and nothing begin. */
  async stop(): Promise<void> {
    this.ending.abort()
    for (const { delivery } of this.running.values()) delivery.stop()
    await Promise.all([this.looking, this.pruning, ...[...this.running.values()].map(({ ended }) => ended)])
    await this.parts.targets.close()
  }

  private async lookOn(): Promise<void> {
    const { signal } = this.ending
    while (!signal.aborted) {
      await this.look().catch((error) => this.parts.onFault(error))
      await delay(LOOK_MILLIS, undefined, { signal }).catch(() => undefined)
    }
  }

  private async look(): Promise<void> {
    const { agreements, targets } = this.parts
    const ids = await agreements.ids()
    for (const id of ids) {
      if (this.running.has(id) || this.ending.signal.aborted) continue
      const agreement = await this.current(id)
      if (agreement !== undefined && targets.has(agreement)) this.begin(id)
    }
    this.pruning ??= this.prune(ids)
  }

  /** Beside the looks: the first one of a hub that has long kept its pages takes minutes. */
  private async prune(ids: readonly string[]): Promise<void> {
    try {
      await this.parts.retention.look(ids, this.ending.signal)
    } catch (error) {
      this.parts.onFault(error)
    } finally {
      this.pruning = undefined
    }
  }

  private begin(id: string): void {
    const { leases, targets, agreements: _, retention: __, onFault, ...stores } = this.parts
    const state = new DeliveryState()
    this.states.set(id, state)
    const delivery = new AgreementDelivery({
      ...stores,
      agreement: id,
      current: () => this.current(id),
      lease: new Lease(leases, `delivery/${id}`, LEASE_MILLIS),
      leaseMillis: LEASE_MILLIS,
      targetOf: (agreement) => targets.of(agreement),
      breakerOf: (agreement) => this.breakerOf(agreement),
      state,
      onFault: (error) => onFault(error, id),
    })
    this.running.set(id, { delivery, ended: delivery.run() })
  }
}
