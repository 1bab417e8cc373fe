import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IRetryBackoffContext,
  retry,
} from 'cockatiel'
import { DivisionFailure } from './divisionCall.ts'
import type { ExecutionSettings } from './executionSettings.ts'
import { RetryBudget } from './retryBudget.ts'
import { TrialBreaker } from './trialBreaker.ts'

/** First pause before a retry; the next is twice as long. */
const RETRY_MILLIS = 50
/** A division that asks for a longer pause is not asked again for this operation. */
const LONGEST_PAUSE_MILLIS = 2_000
/** How many retries may come at once, however few calls there have been. */
const RETRY_RESERVE = 10

/** Between half of a pause and the whole, so that those who failed together do not come back together. */
const jittered = (millis: number): number => millis * (0.5 + Math.random() / 2)

function pause({ attempt, result }: IRetryBackoffContext<unknown>): number {
  const error = 'error' in result ? result.error : undefined
  const asked = error instanceof DivisionFailure ? error.retryAfterMillis : undefined
  return Math.max(asked ?? 0, jittered(RETRY_MILLIS * 2 ** (attempt - 1)))
}

export type BreakerState = 'closed' | 'open' | 'half-open'

/** Keeps calls to one division from harming it, or those who do not need it: breaker, bulkhead, retries within a budget. */
export class CallPolicy {
  private readonly budget: RetryBudget
  private readonly retries
  private readonly breaker
  private readonly places

  constructor(
    private readonly division: string,
    settings: ExecutionSettings,
  ) {
    this.budget = new RetryBudget(settings.retryShare, RETRY_RESERVE)
    this.retries = retry(
      handleWhen((error) => this.mayRetry(error)),
      { maxAttempts: settings.maxRetries, backoff: new DelegateBackoff(pause) },
    )
    this.breaker = circuitBreaker(
      // What the client did is not the division's fault.
      handleWhen((error) => error instanceof DivisionFailure && error.code !== 'HUB_DIVISION_BUSY'),
      { breaker: new TrialBreaker(settings.breaker), halfOpenAfter: settings.breaker.pauseMillis },
    )
    this.places = bulkhead(settings.concurrentCalls, settings.waitingCalls)
  }

  get breakerState(): BreakerState {
    if (this.breaker.state === CircuitState.Open) return 'open'
    return this.breaker.state === CircuitState.HalfOpen ? 'half-open' : 'closed'
  }

  /** @throws DivisionFailure HUB_DIVISION_UNAVAILABLE while the breaker is open, HUB_DIVISION_BUSY when too many wait */
  run<Value>(call: () => Promise<Value>, repeatable: boolean): Promise<Value> {
    this.budget.earn()
    const first = this.once(call)
    return repeatable ? first.catch((error: unknown) => this.again(call, error)) : first
  }

  /** What the retries would do from the start, but for the calls that need none. */
  private again<Value>(call: () => Promise<Value>, failure: unknown): Promise<Value> {
    let isFirst = true
    return this.retries.execute(() => {
      if (!isFirst) return this.once(call)
      isFirst = false
      throw failure
    })
  }

  private async once<Value>(call: () => Promise<Value>): Promise<Value> {
    // While one call tries whether the division is back, the others do not wait for it.
    if (this.breaker.state === CircuitState.HalfOpen) throw this.unavailable('breaker is half open')
    try {
      return await this.places.execute(() => this.breaker.execute(call))
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw this.unavailable('breaker is open')
      if (error instanceof BulkheadRejectedError)
        throw new DivisionFailure(this.division, 'HUB_DIVISION_BUSY', 'too many calls wait')
      throw error
    }
  }

  private mayRetry(error: Error): boolean {
    if (!(error instanceof DivisionFailure) || !error.mayRetry) return false
    return (error.retryAfterMillis ?? 0) <= LONGEST_PAUSE_MILLIS && this.budget.spend()
  }

  private unavailable(reason: string): DivisionFailure {
    return new DivisionFailure(this.division, 'HUB_DIVISION_UNAVAILABLE', reason)
  }
}
