const FIRST_MILLIS = 500
const LONGEST_MILLIS = 3_600_000
/** However long a partner asks for. */
const LONGEST_ASKED_MILLIS = 24 * 3_600_000

/**
 * How long to wait after so many failures: twice as long each time, up to an hour, with a jitter of half of it, and not
 * less than the partner has asked for. @param random 0 to 1
 */
export function retryDelay(failures: number, retryAfterMillis = 0, random = Math.random()): number {
  const most = Math.min(FIRST_MILLIS * 2 ** Math.min(failures - 1, 30), LONGEST_MILLIS)
  return Math.max(most / 2 + (most / 2) * random, Math.min(retryAfterMillis, LONGEST_ASKED_MILLIS))
}

/** `Retry-After` (RFC 9110, 10.2.3: seconds or a date) in milliseconds; undefined when it is neither. */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
