const FIRST_MS = 15_000
const LONGEST_MS = 600_000

/** When a row that found no subject asks the index again: soon, then ever less often, in ten minutes at the latest. */
export function retryAfter(tries: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1)))
}
