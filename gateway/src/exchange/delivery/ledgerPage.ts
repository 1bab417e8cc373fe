import type { mongo } from 'mongoose'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { DeliveryCursor } from './deliveryCursor.ts'

/** An event of a page, without its content. */
export type EventFacts = Pick<OutgoingEvent, 'id' | 'recordId' | 'version' | 'kind'>

/** Events as they go to one partner together: written before the first of them is sent, under a number that is taken once. */
export interface LedgerPage {
  /** `agreement:number`. */
  readonly _id: string
  readonly agreement: string
  readonly number: number
  /** Version of the agreement by which it was planned. */
  readonly terms: number
  readonly events: readonly EventFacts[]
  /** The whole events, sealed; null once they are settled: the hub keeps no second copy of records. */
  readonly content: mongo.Binary | null
  /** What the cursor becomes when the page is settled. */
  readonly moves: CursorMove
  /** The request by which a person has asked for it. */
  readonly replay: string | null
  readonly writtenAt: Date
  readonly settledAt: Date | null
}

export type CursorMove = Partial<Pick<DeliveryCursor, 'terms' | 'after' | 'sweep' | 'ranAt' | 'lookedAt'>>

export function pageId(agreement: string, number: number): string {
  return `${agreement}:${String(number).padStart(10, '0')}`
}

/** More than a page has events. */
const PAGE_PLACES = 10_000

/** Where each event of a page stands among all of its agreement. */
export function placesOf({ number, events }: Pick<LedgerPage, 'number' | 'events'>): (eventId: string) => number {
  const places = new Map(events.map(({ id }, index) => [id, number * PAGE_PLACES + index]))
  return (eventId) => places.get(eventId) ?? number * PAGE_PLACES
}
