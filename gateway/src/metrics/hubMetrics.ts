import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { BreakerState } from '../execution/divisions/callPolicy.ts'
import type { CallOutcome, ExecutionObserver } from '../execution/executionObserver.ts'
import type { SupergraphExecutor } from '../execution/supergraphExecutor.ts'

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16]
const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half-open', 'open']

/** What is read off an executor when somebody asks for the metrics. */
export type MeasuredExecutor = Pick<
  SupergraphExecutor,
  'divisions' | 'stale' | 'planCounts' | 'keptDocuments' | 'keptOperations'
>

type ObserveSeconds = (seconds: number) => void

/**
 * The hub's metrics in Prometheus's terms. Labels are divisions and codes of our own, never what a request brings, so
 * that their number is bounded.
 */
export class HubMetrics implements ExecutionObserver {
  readonly registry = new Registry()
  private readonly calls: Histogram<'division' | 'outcome'>
  private readonly standIns: Counter<'division'>
  /** By division and outcome: finding the labels anew costs more than counting. */
  private readonly bound = new Map<string, Map<CallOutcome, ObserveSeconds>>()

  constructor() {
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry })
    this.calls = new Histogram({
      name: 'hub_division_call_seconds',
      help: 'Calls to divisions, retries included, by how they ended',
      labelNames: ['division', 'outcome'],
      buckets: SECONDS,
      registers,
    })
    this.standIns = new Counter({
      name: 'hub_stale_answers_total',
      help: 'Answers for which something stood in that the division had said before',
      labelNames: ['division'],
      registers,
    })
  }

  called(division: string, outcome: CallOutcome, millis: number): void {
    const outcomes = this.bound.get(division) ?? new Map<CallOutcome, ObserveSeconds>()
    this.bound.set(division, outcomes)
    const known = outcomes.get(outcome)
    if (known !== undefined) {
      known(millis / 1000)
      return
    }
    const child = this.calls.labels(division, outcome)
    outcomes.set(outcome, (seconds) => child.observe(seconds))
    child.observe(millis / 1000)
  }

  stoodIn(division: string): void {
    this.standIns.inc({ division })
  }

  /** Adds whether several hubs count together. */
  watchRedis(redis: Pick<RedisConnection, 'state'>): void {
    new Gauge({
      name: 'hub_redis_up',
      help: '1 while limits are shared by Redis, 0 while they hold for each hub alone',
      registers: [this.registry],
      collect() {
        this.set(redis.state === 'up' ? 1 : 0)
      },
    })
  }

  /** Adds what the executor knows of itself. */
  watch(executor: MeasuredExecutor): void {
    const registers = [this.registry]
    new Gauge({
      name: 'hub_division_breaker_state',
      help: '1 for the state that the breaker of a division is in',
      labelNames: ['division', 'state'],
      registers,
      collect() {
        for (const [division, { breaker }] of executor.divisions.health())
          for (const state of BREAKER_STATES) this.set({ division, state }, state === breaker ? 1 : 0)
      },
    })
    new Gauge({
      name: 'hub_division_calls_in_flight',
      help: 'Calls to a division under way or waiting',
      labelNames: ['division'],
      registers,
      collect() {
        for (const [division, { inFlight }] of executor.divisions.health()) this.set({ division }, inFlight)
      },
    })
    new Counter({
      name: 'hub_plan_cache_total',
      help: 'Operations found compiled, and those that had to be planned',
      labelNames: ['result'],
      registers,
      collect() {
        const { hits, misses } = executor.planCounts
        this.reset()
        this.inc({ result: 'hit' }, hits)
        this.inc({ result: 'miss' }, misses)
      },
    })
    const caches = { documents: executor.keptDocuments, operations: executor.keptOperations }
    new Gauge({
      name: 'hub_cache_entries',
      help: 'Documents that have been checked, and operations that have been compiled, kept for all audiences',
      labelNames: ['cache'],
      registers,
      collect() {
        for (const [cache, { size }] of Object.entries(caches)) this.set({ cache }, size)
      },
    })
    new Gauge({
      name: 'hub_cache_characters',
      help: 'Their characters, by which they are bounded',
      labelNames: ['cache'],
      registers,
      collect() {
        for (const [cache, { weight }] of Object.entries(caches)) this.set({ cache }, weight)
      },
    })
    new Gauge({
      name: 'hub_stale_memory_bytes',
      help: 'Memory of what divisions have said, kept for when they are out',
      registers,
      collect() {
        this.set(executor.stale.bytes)
      },
    })
    new Gauge({
      name: 'hub_stale_memory_entries',
      help: 'Entries of that memory',
      registers,
      collect() {
        this.set(executor.stale.size)
      },
    })
  }
}
