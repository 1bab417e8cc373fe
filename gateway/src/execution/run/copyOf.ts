import { JsonText } from '../verbatim/jsonText.ts'
import type { DataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

/** A copy of a value that can be merged into without changing the original; what is one object stays one. */
export function copyOf(value: unknown, copies: Map<object, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null || value instanceof FieldFailure || value instanceof JsonText)
    return value
  const known = copies.get(value)
  if (known !== undefined) return known
  if (Array.isArray(value)) {
    const list: unknown[] = []
    copies.set(value, list)
    for (const element of value) list.push(copyOf(element, copies))
    return list
  }
  const copy: DataObject = {}
  copies.set(value, copy)
  for (const [name, member] of Object.entries(value)) copy[name] = copyOf(member, copies)
  return copy
}
