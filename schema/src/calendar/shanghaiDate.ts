const OFFSET = 8 * 3_600_000

/** The calendar date in Asia/Shanghai (no summer time since 1991) at an instant, YYYY-MM-DD. */
export function shanghaiDate(instant: Date): string {
  return new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10)
}
