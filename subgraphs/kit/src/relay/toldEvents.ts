import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import { groupBy } from '../loading/groupBy.ts'
import type { RecordLoaders } from '../loading/recordLoaders.ts'
import type { RecordReader } from '../query/recordReader.ts'
import { versionId } from '../store/versionId.ts'
import type { NumberedEvent } from './eventFeed.ts'

/** An event with its record as it stands now, where the caller may know of that. */
export interface ToldEvent {
  readonly event: NumberedEvent
  readonly record: StoredRecord | undefined
}

export interface ToldEventsParts {
  readonly families: ReadonlyMap<string, RecordFamily>
  readonly reader: Pick<RecordReader, 'openThen'>
  readonly loaders: Pick<RecordLoaders, 'byId'>
  /** Up to this number only what still stands is told, once: the last event of each record that may be known. */
  readonly snapshotTo: number | undefined
}

/**
 * What of a page of events its reader may know. Of a record that is open to him, everything, with the record as it stands
 * now. Of one that is not, what happened while it was open and the change that ended this, without the record: what has
 * been withdrawn or repaired is told to have gone, and what was never open is not told.
 */
export async function toldEvents(events: readonly NumberedEvent[], parts: ToldEventsParts): Promise<ToldEvent[]> {
  const { families, loaders, snapshotTo = 0 } = parts
  const pairs = await Promise.all(
    events.map(async (event): Promise<ToldEvent> => {
      const family = families.get(event.family)
      return { event, record: family && (await loaders.byId(family, event.recordId, undefined)) }
    }),
  )
  const hidden = pairs.filter(({ event, record }) => record === undefined && event.sequence > snapshotTo)
  const once = await onceOpen(hidden, parts)
  return pairs.filter(({ event, record }) => {
    // The end of a record's publicity is told of the version that stands, which has an event of its own.
    if (event.sequence <= snapshotTo) return event.kind !== 'EXPIRED' && record?.version === event.version
    return record !== undefined || once.has(event._id)
  })
}

/** Events of hidden records that were open when the event came, or just before it: their ids. */
async function onceOpen(hidden: readonly ToldEvent[], { families, reader }: ToldEventsParts): Promise<Set<string>> {
  const byFamily = groupBy(hidden, ({ event }) => event.family)
  const found = await Promise.all(
    [...byFamily].map(async ([name, ofFamily]) => {
      const family = families.get(name)
      if (family === undefined) return []
      const asked = ofFamily.map(({ event }) => ({ event, versions: aroundIt(event) }))
      const open = await reader.openThen(family, [...new Set(asked.flatMap(({ versions }) => versions))])
      return asked.filter(({ versions }) => versions.some((id) => open.has(id))).map(({ event }) => event._id)
    }),
  )
  return new Set(found.flat())
}

/** The version that an event made, and the one that it ended. */
function aroundIt({ recordId, version }: NumberedEvent): string[] {
  const before = version > 1 ? [versionId({ recordId, version: version - 1 })] : []
  return [versionId({ recordId, version }), ...before]
}
