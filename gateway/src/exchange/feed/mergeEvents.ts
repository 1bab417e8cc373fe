import type { FeedEvent } from './feedEvent.ts'

/**
 * Changes of several divisions as one list, by the time at which they were recorded; those of one division keep their
 * order whatever their times say.
 */
export function mergeEvents(lists: readonly (readonly FeedEvent[])[]): FeedEvent[] {
  const places = lists.map(() => 0)
  const merged: FeedEvent[] = []
  for (;;) {
    let from = -1
    let earliest: FeedEvent | undefined
    for (const [index, list] of lists.entries()) {
      const event = list[places[index] ?? 0]
      if (event === undefined || (earliest !== undefined && earliest.recordedAt <= event.recordedAt)) continue
      from = index
      earliest = event
    }
    if (earliest === undefined) return merged
    merged.push(earliest)
    places[from] = (places[from] ?? 0) + 1
  }
}
