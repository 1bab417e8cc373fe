import { createHash } from 'node:crypto'

/**
 * A digest of a record's own fields: equal exactly when the same facts were reported, whatever the order of their keys.
 * Absent, undefined and null count as the same: nothing reported.
 */
export function contentHash(fields: unknown): string {
  return createHash('sha256').update(canonicalJson(fields)).digest('base64url')
}

function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null && !('_bsontype' in value)) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined && inner !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  return JSON.stringify(
    value === undefined ? null : typeof value === 'object' && value !== null ? String(value) : value,
  )
}
