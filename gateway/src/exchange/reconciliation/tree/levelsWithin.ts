/** At which levels a place is one of some, or below one of them. */
export function levelsWithin(places: readonly string[]): (at: string) => number[] {
  const known = new Set(places)
  const levels = [...new Set(places.map((one) => one.length))]
  return (at) => levels.filter((level) => known.has(at.slice(0, level)))
}
