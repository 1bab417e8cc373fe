import type { BroughtField } from '../plan/broughtField.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

/** Adds what a fetch has brought to an object; what is already known stays unless it is null or failed. */
export function mergeFields(target: DataObject, brought: DataObject, fields: readonly BroughtField[]): void {
  for (const field of fields) {
    const value = brought[field.name]
    if (value === undefined) continue
    const old = target[field.name]
    if (old === undefined || old === value) target[field.name] = value
    else if (field.fields.length > 0) target[field.name] = mergedValue(old, value, field.fields)
    else if (value !== null && !(value instanceof FieldFailure)) target[field.name] = value
  }
}

/** Two answers for the fields of one value, as when two divisions each know a part of it. */
function mergedValue(old: unknown, value: unknown, fields: readonly BroughtField[]): unknown {
  if (old === null || old instanceof FieldFailure) return value ?? old
  if (value instanceof FieldFailure) failFields(old, fields, value)
  else if (Array.isArray(old) && Array.isArray(value)) {
    for (let index = 0; index < old.length && index < value.length; index += 1)
      old[index] = mergedValue(old[index], value[index], fields)
  } else if (isDataObject(old) && isDataObject(value)) mergeFields(old, value, fields)
  return old
}

/** Puts a failure in the place of every field that a fetch should have brought and that is not known otherwise. */
export function failFields(target: unknown, fields: readonly BroughtField[], failure: FieldFailure): void {
  if (Array.isArray(target)) for (const element of target) failFields(element, fields, failure)
  if (!isDataObject(target) || target instanceof FieldFailure) return
  const [first] = failure.below
  for (const field of fields) {
    const old = target[field.name]
    if (old === undefined) {
      const below = first === field.name ? failure.below.slice(1) : []
      target[field.name] = new FieldFailure(failure.report, below)
    } else if (field.fields.length > 0) failFields(old, field.fields, failure)
  }
}

/** A copy of a value that can be merged into without changing the original. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf)
  if (!isDataObject(value) || value instanceof FieldFailure) return value
  const copy: DataObject = {}
  for (const name of Object.keys(value)) copy[name] = copyOf(value[name])
  return copy
}
