const firstMillis = 500
const longestMillis = 30_000
/** A process that ran this long was well; what happens next is a new story. */
const wellAfterMillis = 60_000

/** Waiting times of a process that keeps ending: doubled each time, from half a second to half a minute. */
export interface BackOff {
  /** @param ranMillis how long the process ran before it ended */
  next(ranMillis: number): number
}

export function backOff(): BackOff {
  let failures = 0
  return {
    next(ranMillis) {
      if (ranMillis >= wellAfterMillis) failures = 0
      const wait = Math.min(firstMillis * 2 ** failures, longestMillis)
      failures += 1
      return wait
    },
  }
}
