const FIRST_MILLIS = 500
const LONGEST_MILLIS = 15_000

/** How long a page that cannot be had is left alone, after so many outages; no two readers come back together. */
export function restMillis(outages: number): number {
  const longest = Math.min(FIRST_MILLIS * 2 ** outages, LONGEST_MILLIS)
  return longest * (0.5 + Math.random() / 2)
}
