/** Days that count as lately, where no time is given. */
export const RECENT_DAYS = 30

/** The instant that many days before now. */
export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000)
}
