import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'

/**
 * Which record a row is about, by those who own its natural keys. Keys of a record that was merged lead to the record it
 * went into, but only beside a key of that record: a row that names nothing else still speaks of the merged one.
 * @returns undefined for a new record; SEVERAL where the keys belong to records that are not one
 */
export function ownerOfRow(
  family: RecordFamily,
  owners: ReadonlySet<string>,
  currentById: ReadonlyMap<string, StoredRecord>,
): StoredRecord | 'SEVERAL' | undefined {
  const [only] = owners
  if (owners.size <= 1) return only === undefined ? undefined : currentById.get(only)
  const ends = new Set([...owners].map((id) => mergeEnd(family, currentById.get(id), currentById)))
  const [end] = ends
  return ends.size === 1 && end !== undefined && owners.has(end.recordId) ? end : 'SEVERAL'
}

/** The record that a chain of mergers ends in; merges are acts of persons, who could make a ring of them. */
function mergeEnd(
  family: RecordFamily,
  record: StoredRecord | undefined,
  currentById: ReadonlyMap<string, StoredRecord>,
): StoredRecord | undefined {
  const seen = new Set<string>()
  let current = record
  while (current !== undefined && !seen.has(current.recordId)) {
    seen.add(current.recordId)
    const next = family.mergedInto(current)
    if (next === undefined) return current
    current = currentById.get(next)
  }
  return undefined
}
