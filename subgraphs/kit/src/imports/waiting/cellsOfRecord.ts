import type { StoredRecord } from '../../family/recordEnvelope.ts'
import type { Importer } from '../importer.ts'

/**
 * A record as a row that a file could bring: the cells it was read from, as written where their text was kept, else by the
 * schema names of their fields. Read again, they give the same values and name the same subject.
 */
export function cellsOfRecord(record: StoredRecord, { plan }: Pick<Importer, 'plan'>): Record<string, unknown> {
  const raw = record.source?.raw ?? {}
  const headings = Object.keys(raw)
  const written = new Set(headings.map((heading) => plan.byHeading(heading, headings)?.field))
  const fields = plan.columns.flatMap(({ field }) => {
    const value = written.has(field) ? undefined : plainValue(record[field])
    return value === undefined ? [] : [[field, value] as const]
  })
  // Whole nested values before the raw cells of their parts: a part must find the value it agrees with.
  return { ...Object.fromEntries(fields), ...raw }
}

/** A stored value as JSON rows have it; undefined for what says nothing. */
function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plainValue)
  if (typeof value !== 'object') return value
  if ('_bsontype' in value) return String(value)
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const plain = plainValue(inner)
    return plain === undefined ? [] : [[name, plain] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
