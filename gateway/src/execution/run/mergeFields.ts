import type { BroughtField } from '../plan/broughtField.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

/**
 * Adds what a fetch has brought to an object; what is already known stays unless it is null or failed.
 * @param objectTypes names of the object types, as against those of interfaces
 */
export function mergeFields(
  target: DataObject,
  brought: DataObject,
  fields: readonly BroughtField[],
  objectTypes: ReadonlySet<unknown>,
): void {
  for (const field of fields) {
    const value = brought[field.name]
    if (value === undefined) continue
    const old = target[field.name]
    if (old === undefined || old === value) target[field.name] = withLoss(value, field.fields)
    else if (field.fields.length > 0) target[field.name] = mergedValue(old, value, field.fields, objectTypes)
    else if (replaces(field.name, old, value, objectTypes)) target[field.name] = value
  }
}

/** A failed field remembers what it should have brought, in case another division brings other parts of it. */
function withLoss(value: unknown, fields: readonly BroughtField[]): unknown {
  if (fields.length === 0 || !(value instanceof FieldFailure)) return value
  return new FieldFailure(value.report, value.below, value.consequence, fields)
}

function replaces(name: string, old: unknown, value: unknown, objectTypes: ReadonlySet<unknown>): boolean {
  if (value === null || value instanceof FieldFailure) return false
  // A division that knows an interface only as an interface object calls every implementation by the interface's name.
  return name !== '__typename' || !objectTypes.has(old)
}

/** Two answers for the fields of one value, as when two divisions each know a part of it. */
function mergedValue(
  old: unknown,
  value: unknown,
  fields: readonly BroughtField[],
  objectTypes: ReadonlySet<unknown>,
): unknown {
  if (old === null) return value
  if (old instanceof FieldFailure) return value instanceof FieldFailure ? old : failedParts(value, old)
  if (value instanceof FieldFailure) failFields(old, fields, value)
  else if (Array.isArray(old) && Array.isArray(value)) {
    for (let index = 0; index < old.length && index < value.length; index += 1)
      old[index] = mergedValue(old[index], value[index], fields, objectTypes)
  } else if (isDataObject(old) && isDataObject(value)) mergeFields(old, value, fields, objectTypes)
  return old
}

/**
 * Puts a failure in the place of every field that a fetch should have brought and that is not known otherwise. When the
 * failure says which of them failed, the others are lost in consequence.
 */
export function failFields(target: unknown, fields: readonly BroughtField[], failure: FieldFailure): void {
  if (Array.isArray(target))
    for (const [index, element] of target.entries()) failFields(element, fields, failure.at(index, fields))
  if (!isDataObject(target) || target instanceof FieldFailure) return
  for (const field of fields) {
    const part = failure.at(field.name, field.fields)
    const old = target[field.name]
    if (old === undefined) target[field.name] = part
    else if (field.fields.length > 0) failFields(old, field.fields, part)
  }
}

/** What one division knows of a value that another failed to give its parts of. */
function failedParts(value: unknown, failure: FieldFailure): unknown {
  if (value === null) return failure
  failFields(value, failure.lost, failure)
  return value
}

/** A copy of a value that can be merged into without changing the original; what is one object stays one. */
export function copyOf(value: unknown, copies: Map<object, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null || value instanceof FieldFailure) return value
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
