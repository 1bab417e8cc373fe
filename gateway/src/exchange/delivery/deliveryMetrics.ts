import { Counter, Gauge, type Registry } from 'prom-client'
import type { PullWatch } from '../pull/pullWatch.ts'
import type { DeliveryStores } from './deliveryStores.ts'
import type { DeliveryWorkers } from './deliveryWorkers.ts'
import type { DeliveryBreakerState } from './partnerBreaker.ts'

const BREAKER_STATES: readonly DeliveryBreakerState[] = ['closed', 'half-open', 'open']

/** What `/metrics` says of deliveries; labels are ids of agreements, which administrators give. */
export class DeliveryMetrics {
  constructor(
    registry: Registry,
    private readonly workers: DeliveryWorkers,
    private readonly stores: DeliveryStores,
    private readonly watch: Pick<PullWatch, 'watched'>,
  ) {
    this.addStates(registry)
    this.addStored(registry)
  }

  /** What this hub knows of the agreements that it delivers by. */
  private addStates(registry: Registry): void {
    const { workers } = this
    const registers = [registry]
    const labelNames = ['agreement'] as const
    const mine = () => [...workers.states].filter(([, { isMine }]) => isMine)
    new Gauge({
      name: 'hub_exchange_lag_seconds',
      help: 'How long the oldest change under way has waited for its partner',
      labelNames,
      registers,
      collect() {
        this.reset()
        for (const [agreement, state] of mine()) this.set({ agreement }, state.lagSeconds(Date.now()))
      },
    })
    new Gauge({
      name: 'hub_exchange_in_flight',
      help: 'Events of the page under way that are not settled',
      labelNames,
      registers,
      collect() {
        this.reset()
        for (const [agreement, { inFlight }] of mine()) this.set({ agreement }, inFlight)
      },
    })
    new Counter({
      name: 'hub_exchange_events_total',
      help: 'Events settled by this hub, by what became of them',
      labelNames: ['agreement', 'outcome'],
      registers,
      collect() {
        this.reset()
        for (const [agreement, { outcomes }] of workers.states)
          for (const [outcome, count] of Object.entries(outcomes)) this.inc({ agreement, outcome }, count)
      },
    })
  }

  /** What the database knows. */
  private addStored(registry: Registry): void {
    const { workers, stores, watch } = this
    const registers = [registry]
    new Gauge({
      name: 'hub_exchange_breaker_state',
      help: '1 for the state that the breaker of the partner of an agreement is in',
      labelNames: ['agreement', 'state'],
      registers,
      async collect() {
        this.reset()
        for (const [agreement, { isMine }] of workers.states) {
          const terms = isMine ? await workers.current(agreement).catch(() => undefined) : undefined
          if (terms === undefined) continue
          const { state } = workers.breakerOf(terms)
          for (const one of BREAKER_STATES) this.set({ agreement, state: one }, one === state ? 1 : 0)
        }
      },
    })
    new Gauge({
      name: 'hub_exchange_dead_letters',
      help: 'Events that a partner could not be given',
      labelNames: ['agreement'],
      registers,
      async collect() {
        for (const agreement of workers.states.keys()) {
          const count = await stores.deadLetters.count(agreement).catch(() => undefined)
          if (count !== undefined) this.set({ agreement }, count)
        }
      },
    })
    new Gauge({
      name: 'hub_exchange_withdrawals_overdue',
      help: "Records that a partner should have withdrawn by now, by the agreement's time, and has not confirmed",
      labelNames: ['agreement'],
      registers,
      async collect() {
        for (const agreement of [...workers.states.keys(), ...watch.watched]) {
          const count = await stores.holdings.overdue(agreement, new Date()).catch(() => undefined)
          if (count !== undefined) this.set({ agreement }, count)
        }
      },
    })
  }
}
