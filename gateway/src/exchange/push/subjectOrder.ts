import type { OutgoingEvent } from './outgoingEvent.ts'

interface Place<Event> {
  readonly event: Event
  /** Earlier changes of the same subject or record that are not settled. */
  readonly before: Set<Place<Event>>
  readonly after: Place<Event>[]
  isTaken: boolean
}

type Ordered = Pick<OutgoingEvent, 'id' | 'subjectId' | 'recordId'>

/**
 * Keeps the order of each subject, and of a record that goes from one subject to another, while all others run beside
 * each other: an event is given out when what came before it is settled, or goes before it in the same batch.
 */
export class SubjectOrder<Event extends Ordered = OutgoingEvent> {
  private readonly places = new Map<string, Place<Event>>()
  private readonly last = new Map<string, Place<Event>>()
  private readonly ready = new Set<Place<Event>>()

  /** Events that are not settled. */
  get size(): number {
    return this.places.size
  }

  has(id: string): boolean {
    return this.places.has(id)
  }

  /** Adds an event behind all that were added before; one that is there already stays where it is. */
  add(event: Event): void {
    if (this.places.has(event.id)) return
    const place: Place<Event> = { event, before: new Set(), after: [], isTaken: false }
    for (const key of keysOf(event)) {
      const previous = this.last.get(key)
      if (previous !== undefined && !place.before.has(previous)) {
        place.before.add(previous)
        previous.after.push(place)
      }
      this.last.set(key, place)
    }
    this.places.set(event.id, place)
    if (place.before.size === 0) this.ready.add(place)
  }

  /** Up to `most` events that can go now, in the order in which they have to; none is given out twice. */
  take(most: number): Event[] {
    const batch = new Set<Place<Event>>()
    for (const first of this.ready) {
      const following = [first]
      for (let place = following.shift(); place !== undefined && batch.size < most; place = following.shift()) {
        batch.add(place)
        place.isTaken = true
        for (const next of place.after) {
          if (!next.isTaken && !following.includes(next) && [...next.before].every((before) => batch.has(before)))
            following.push(next)
        }
      }
      this.ready.delete(first)
      if (batch.size >= most) break
    }
    return [...batch].map(({ event }) => event)
  }

  /** Lets those go that waited for these. */
  settle(ids: Iterable<string>): void {
    for (const id of ids) {
      const place = this.places.get(id)
      if (place === undefined) continue
      this.places.delete(id)
      for (const key of keysOf(place.event)) if (this.last.get(key) === place) this.last.delete(key)
      for (const next of place.after) {
        next.before.delete(place)
        if (next.before.size === 0 && !next.isTaken) this.ready.add(next)
      }
    }
  }
}

function keysOf({ subjectId, recordId }: Ordered): string[] {
  return [`s ${subjectId}`, `r ${recordId}`]
}
