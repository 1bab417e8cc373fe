import type { Connection, mongo } from 'mongoose'
import { z } from 'zod'
import { askHub, type HubAddress } from '../linking/askHub.ts'

/** What was looked at of the index's events: whether subjects changed among them, and up to which number. */
export interface SubjectChanges {
  changed: boolean
  next: number
}

/** Looks at the events of the index after a number. @throws when it cannot be asked */
export type ReadSubjectChanges = (after: number) => Promise<SubjectChanges>

const REQUEST_MS = 10_000
const QUERY = `query SubjectChanges($after: Int!) {
  marketOrderEvents(after: $after, first: 500, families: ["subjects"]) { events { sequence } next hasMore }
}`
const data = z.object({
  marketOrderEvents: z.object({ events: z.array(z.unknown()), next: z.number().int(), hasMore: z.boolean() }),
})

/** Looks at the index's events through the hub, all that there are. */
export function hubSubjectChanges(hub: HubAddress): ReadSubjectChanges {
  return async (after) => {
    const seen = { changed: false, next: after }
    for (let hasMore = true; hasMore; ) {
      const question = { query: QUERY, variables: { after: seen.next }, data, withinMs: REQUEST_MS }
      const { marketOrderEvents: page } = await askHub(hub, question)
      seen.changed ||= page.events.length > 0
      seen.next = page.next
      hasMore = page.hasMore
    }
    return seen
  }
}

interface Watched {
  _id: 'subjects'
  /** Number of the index's last event that was looked at. */
  sequence: number
  /** Whether links have to be checked against what was seen. */
  isDue: boolean
}

/** Remembers what a division has seen of the index, so that a restart misses no change of it. */
export class SubjectWatch {
  private readonly watched: mongo.Collection<Watched>

  constructor(connection: Connection) {
    this.watched = connection.collection('watched_index') as unknown as mongo.Collection<Watched>
  }

  /**
   * Looks at what has changed since, and checks once the index has come to rest.
   * @param check runs when subjects have changed and no more do; that it has run is remembered when it has ended
   */
  async round(read: ReadSubjectChanges, check: () => Promise<void>): Promise<void> {
    const before = await this.watched.findOne({ _id: 'subjects' })
    const { changed, next } = await read(before?.sequence ?? 0)
    if (changed) return this.set({ sequence: next, isDue: true })
    if (!before?.isDue) return
    await check()
    await this.set({ sequence: next, isDue: false })
  }

  private async set(fields: Omit<Watched, '_id'>): Promise<void> {
    await this.watched.updateOne({ _id: 'subjects' }, { $set: fields }, { upsert: true })
  }
}
