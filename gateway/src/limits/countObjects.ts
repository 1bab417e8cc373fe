/** How many objects an answer holds: what it did cost, in the measure of the estimate. */
export function countObjects(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : 1
  return Object.values(value).reduce((sum: number, inner) => sum + countObjects(inner), own)
}
