import type { BroughtField } from '../plan/broughtField.ts'
import { isDataObject } from './dataObject.ts'
import { type FailureReport, FieldFailure } from './fieldFailure.ts'

/** An error of a division's answer with where it happened there. */
export interface DivisionError {
  readonly path: readonly (string | number)[]
  readonly report: FailureReport
}

/**
 * Puts a failure into an answer's data where the error's path first meets nothing: the field that failed, or the one
 * above it to which the null has risen at the division.
 * @param fields what was asked for, of which the failure remembers what is lost beneath it
 * @returns whether there was such a place; when not, the data contradict the error and stay as they are
 */
export function placeError(data: unknown, { path, report }: DivisionError, fields: readonly BroughtField[]): boolean {
  let holder: unknown = data
  let lost = fields
  for (const [position, part] of path.entries()) {
    const value = memberOf(holder, part)
    if (typeof part === 'string') lost = lost.find(({ name }) => name === part)?.fields ?? []
    const cause = { report, below: path.slice(position + 1) }
    if (value instanceof FieldFailure) return setMember(holder, part, value.with(cause))
    if (value === null || value === undefined) return setMember(holder, part, new FieldFailure([cause], false, lost))
    holder = value
  }
  return false
}

function memberOf(holder: unknown, part: string | number): unknown {
  if (Array.isArray(holder)) return typeof part === 'number' ? holder[part] : undefined
  return isDataObject(holder) && Object.hasOwn(holder, part) ? holder[part] : undefined
}

function setMember(holder: unknown, part: string | number, failure: FieldFailure): boolean {
  if (Array.isArray(holder)) {
    if (typeof part !== 'number' || part >= holder.length) return false
    holder[part] = failure
    return true
  }
  if (!isDataObject(holder)) return false
  holder[part] = failure
  return true
}
