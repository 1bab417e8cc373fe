import { HubError } from '@hub/schema/errors/HubError'
import { RequestRefusal } from '../../request/requestRefusal.ts'

export interface StreamLimits {
  /** Streams of all callers. */
  readonly all: number
  /** Streams of one caller. */
  readonly each: number
}

const RETRY_AFTER_SECONDS = 30

/** Bounds how many streams are open at once. */
export class StreamPlaces {
  private open = 0
  private readonly byCaller = new Map<string, number>()

  constructor(private readonly limits: StreamLimits) {}

  get taken(): number {
    return this.open
  }

  /**
   * Takes a place. @returns gives it back; once
   * @throws RequestRefusal HUB_STREAM_LIMIT: 429 when the caller has all that he may have, 503 when the hub has
   */
  take(caller: string): () => void {
    const own = this.byCaller.get(caller) ?? 0
    if (own >= this.limits.each) throw full(429, this.limits.each)
    if (this.open >= this.limits.all) throw full(503, this.limits.all)
    this.open += 1
    this.byCaller.set(caller, own + 1)
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      this.open -= 1
      const left = (this.byCaller.get(caller) ?? 1) - 1
      if (left === 0) this.byCaller.delete(caller)
      else this.byCaller.set(caller, left)
    }
  }
}

function full(status: 429 | 503, allowed: number): RequestRefusal {
  const error = new HubError('HUB_STREAM_LIMIT', undefined, { details: { allowed } })
  return new RequestRefusal([error], { status, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } })
}
