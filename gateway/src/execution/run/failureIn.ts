import { FieldFailure } from './fieldFailure.ts'

/** A failure that stands in place of a value or of anything within it, as deep as its lists and objects go. */
export function failureIn(value: unknown): FieldFailure | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof FieldFailure) return value
  for (const member of Object.values(value)) {
    const found = failureIn(member)
    if (found !== undefined) return found
  }
  return undefined
}
