import type { DivisionCollections } from '../store/divisionCollections.ts'
import type { OutboxEvent } from '../store/outboxEvent.ts'

/** An event that has its number. */
export type NumberedEvent = OutboxEvent & { sequence: number }

/** Events in the order of their numbers. */
export interface EventPage {
  events: NumberedEvent[]
  /** Everything up to this number has been looked at; the next page begins after it. */
  next: number
  hasMore: boolean
}

export interface EventQuestion {
  /** The number up to which the reader knows everything; 0 at first. */
  after: number
  /** Numbers looked at; no more events than this. */
  first: number
  /** Only of these families; all of them when absent. */
  families?: readonly string[] | undefined
}

/**
 * The division's events after a number. Numbers have no gaps, so the range says how much is read; families are told
 * apart here, because some servers would leave the index for a second condition.
 */
export async function eventFeed(
  { outbox }: DivisionCollections,
  { after, first, families }: EventQuestion,
): Promise<EventPage> {
  const range = { sequence: { $gt: after, $lte: after + first + 1 } }
  const found = (await outbox
    .find(range, { sort: { sequence: 1 }, batchSize: first + 1 })
    .toArray()) as unknown as NumberedEvent[]
  const seen = found.slice(0, first)
  const wanted = families === undefined ? seen : seen.filter(({ family }) => families.includes(family))
  return { events: wanted, next: seen.at(-1)?.sequence ?? after, hasMore: found.length > first }
}
