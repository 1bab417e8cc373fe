import type { BroughtField } from '../plan/broughtField.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

/** Puts what fetches bring into the data, and failures where they bring nothing. */
export class Merger {
  /** Whether there are failures in the data. */
  failed = false
  /** What steps would have brought to objects that their divisions do not know. */
  private readonly unknown = new Map<DataObject, readonly BroughtField[]>()

  /** @param objectTypes names of the object types, as against those of interfaces */
  constructor(private readonly objectTypes: ReadonlySet<unknown>) {}

  /** Adds what a fetch has brought to an object; what is already known stays unless it is null or failed. */
  merge(target: DataObject, brought: DataObject, fields: readonly BroughtField[]): void {
    for (const field of fields) {
      const value = brought[field.name]
      if (value === undefined) continue
      const old = target[field.name]
      if (old === undefined || old === value) target[field.name] = value
      else if (field.fields.length > 0) target[field.name] = this.merged(old, value, field.fields)
      else if (this.replaces(field.name, old, value)) target[field.name] = value
    }
    const unknown = this.unknown.size === 0 ? undefined : this.unknown.get(target)
    if (unknown !== undefined) leaveEmpty(target, unknown)
  }

  /**
   * Notes that a fetch has nothing to bring to an object: what nobody else brings is there without a value, as against
   * what a division has left out.
   */
  leaveUnknown(target: DataObject, fields: readonly BroughtField[]): void {
    this.unknown.set(target, [...(this.unknown.get(target) ?? []), ...fields])
    leaveEmpty(target, fields)
  }

  /**
   * Puts a failure in the place of every field that a fetch should have brought and that is not known otherwise. When
   * the failure says which of them failed, the others are lost in consequence.
   */
  fail(target: unknown, fields: readonly BroughtField[], failure: FieldFailure): void {
    this.failed = true
    if (Array.isArray(target))
      for (const [index, element] of target.entries()) this.fail(element, fields, failure.at(index, fields))
    if (!isDataObject(target) || target instanceof FieldFailure) return
    for (const field of fields) {
      const part = failure.at(field.name, field.fields)
      const old = target[field.name]
      if (field.name === '__typename' && !this.objectTypes.has(old)) {
        // What the object was lost by stays, whatever is then lost with it.
        if (!(old instanceof FieldFailure) || old.consequence) target.__typename = failure
      } else if (old === undefined) target[field.name] = part
      else if (field.fields.length > 0) this.fail(old, field.fields, part)
    }
  }

  private replaces(name: string, old: unknown, value: unknown): boolean {
    if (value === null || value instanceof FieldFailure) return value !== null && this.isUnknownType(name, old)
    return name !== '__typename' || !this.objectTypes.has(old)
  }

  /**
   * A division that knows an interface only as an interface object calls every implementation by the interface's name,
   * which is not the object's type.
   */
  private isUnknownType(name: string, old: unknown): boolean {
    return name === '__typename' && typeof old === 'string' && !this.objectTypes.has(old)
  }

  /** Two answers for the fields of one value, as when two divisions each know a part of it. */
  private merged(old: unknown, value: unknown, fields: readonly BroughtField[]): unknown {
    if (old === null) return value
    if (old instanceof FieldFailure) return value instanceof FieldFailure ? old : this.failedParts(value, old)
    if (value instanceof FieldFailure) this.fail(old, fields, value)
    else if (Array.isArray(old) && Array.isArray(value)) {
      for (let index = 0; index < old.length && index < value.length; index += 1)
        old[index] = this.merged(old[index], value[index], fields)
    } else if (isDataObject(old) && isDataObject(value)) this.merge(old, value, fields)
    return old
  }

  /** What one division knows of a value that another failed to give its parts of. */
  private failedParts(value: unknown, failure: FieldFailure): unknown {
    if (value === null) return failure
    this.fail(value, failure.lost, failure)
    return value
  }
}

function leaveEmpty(target: unknown, fields: readonly BroughtField[]): void {
  if (Array.isArray(target)) for (const element of target) leaveEmpty(element, fields)
  if (!isDataObject(target) || target instanceof FieldFailure) return
  for (const { name, fields: inner } of fields) {
    if (target[name] === undefined) target[name] = undefined
    else if (inner.length > 0) leaveEmpty(target[name], inner)
  }
}
