import type { Delivery } from '../delivery/deliveryTarget.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'

/** A record as a partner's front-end database holds it. */
export interface FrontRow {
  readonly agreement: string
  readonly record_id: string
  readonly subject_id: string
  readonly division: string
  readonly family: string
  readonly version: number
  /** Of what says the same version the row with the greater place is the later one. */
  readonly place: number
  /** The change that made it so, e.g. `CREATED`. */
  readonly kind: string
  /** A tombstone: the record must not be used any more. */
  readonly withdrawn: boolean
  /** YYYY-MM-DD. */
  readonly effective_on: string | null
  /** UTC, RFC 3339. */
  readonly recorded_at: string
  /** The record's fields as JSON; null once it is withdrawn. */
  readonly content: string | null
}

/** A row as an entry of what its holder has. */
export function rowEntry(row: Pick<FrontRow, 'record_id' | 'version' | 'family' | 'subject_id'>): HeldEntry {
  const { record_id: record, version, family, subject_id: subjectId } = row
  return { record, version, family, subjectId }
}

/** The row that an event makes of its record. */
export function frontRow(agreement: string, event: OutgoingEvent, place: number): FrontRow {
  const { recordId, subjectId, division, family, version, kind, effectiveOn, recordedAt, record } = event
  return {
    agreement,
    record_id: recordId,
    subject_id: subjectId,
    division,
    family,
    version,
    place,
    kind,
    withdrawn: record === null,
    effective_on: effectiveOn,
    recorded_at: recordedAt,
    content: record === null ? null : JSON.stringify(record),
  }
}

/** Each record's last row of a delivery, which is in order. */
export function lastRows(agreement: string, { events, placeOf }: Omit<Delivery, 'id'>): FrontRow[] {
  const last = new Map<string, FrontRow>()
  for (const event of events) {
    const known = last.get(event.recordId)
    if (known === undefined || known.version <= event.version)
      last.set(event.recordId, frontRow(agreement, event, placeOf(event.id)))
  }
  return [...last.values()]
}
