import { CircuitState, type IBreaker, SamplingBreaker } from 'cockatiel'

export interface BreakerSettings {
  /** The breaker looks at the calls of this time. */
  readonly windowMillis: number
  /** Fewer calls than this in a window never open it. */
  readonly minimumCalls: number
  /** Share of failures that opens it, 0 to 1. */
  readonly failureShare: number
  /** How many calls must succeed after a pause before failures are counted as shares again. */
  readonly trialCalls: number
}

/** Opens on a share of failures in a window of time; after a pause a single failure among the first calls opens it again. */
export class TrialBreaker implements IBreaker {
  private readonly sampling: SamplingBreaker
  private trials = 0

  constructor(private readonly settings: BreakerSettings) {
    this.sampling = new SamplingBreaker({
      threshold: settings.failureShare,
      duration: settings.windowMillis,
      minimumRps: settings.minimumCalls / (settings.windowMillis / 1000),
    })
  }

  get state(): unknown {
    return this.sampling.state
  }

  set state(value: unknown) {
    this.sampling.state = value
  }

  success(state: CircuitState): void {
    if (state === CircuitState.HalfOpen) this.trials = this.settings.trialCalls - 1
    else if (this.trials > 0) this.trials -= 1
    this.sampling.success(state)
  }

  failure(state: CircuitState): boolean {
    const opens = this.sampling.failure(state)
    if (this.trials === 0) return opens
    this.trials = 0
    return true
  }
}
