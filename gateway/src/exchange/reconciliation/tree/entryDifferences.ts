import type { HeldEntry } from './heldEntry.ts'

/**
 * What a partner has otherwise than it should: a record is `MISSING`, or there and should not be (`SURPLUS`), or there in an
 * `OLDER` or a `NEWER` version.
 */
export type DifferenceKind = 'MISSING' | 'SURPLUS' | 'OLDER' | 'NEWER'

export interface EntryDifference {
  readonly kind: DifferenceKind
  readonly record: string
  /** The version that should be there; null for none. */
  readonly due: number | null
  /** What is there; null for nothing. */
  readonly found: HeldEntry | null
}

/** What differs between the entries that should be there and those that are, by record. */
export function entryDifferences(due: Iterable<HeldEntry>, found: Iterable<HeldEntry>): EntryDifference[] {
  const there = new Map([...found].map((entry) => [entry.record, entry]))
  const differences: EntryDifference[] = []
  for (const { record, version } of due) {
    const entry = there.get(record)
    there.delete(record)
    if (entry?.version === version) continue
    const kind = entry === undefined ? 'MISSING' : entry.version < version ? 'OLDER' : 'NEWER'
    differences.push({ kind, record, due: version, found: entry ?? null })
  }
  for (const entry of there.values())
    differences.push({ kind: 'SURPLUS', record: entry.record, due: null, found: entry })
  return differences.sort((one, other) => (one.record < other.record ? -1 : 1))
}
