import { createHash } from 'node:crypto'

/**
 * A digest of a record's own fields: equal exactly when the same facts were reported, whatever the order of their keys.
 * Absent, undefined and null count as the same: nothing reported.
 */
export function contentHash(fields: unknown): string {
  return createHash('sha256').update(canonicalJson(fields)).digest('base64url')
}

function canonicalJson(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  return '_bsontype' in value ? JSON.stringify(String(value)) : canonicalObject(value as Record<string, unknown>)
}

function canonicalObject(value: Record<string, unknown>): string {
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const inner = value[key]
    if (inner === undefined || inner === null) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(inner)}`
  }
  return `{${text}}`
}
