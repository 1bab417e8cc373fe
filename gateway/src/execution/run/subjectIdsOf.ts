import { JsonText } from '../verbatim/jsonText.ts'

const IN_TEXT = /"subjectId":"([^"\\]+)"/g

/** Ids of the subjects whose data an answer holds: every `subjectId` in it, each once. */
export function subjectIdsOf(data: unknown): string[] {
  const found = new Set<string>()
  const seen = new Set<object>()
  const walk = (value: object): void => {
    // One object may stand at several places.
    if (seen.has(value)) return
    seen.add(value)
    if (value instanceof JsonText) {
      for (const [, id = ''] of value.toString().matchAll(IN_TEXT)) found.add(id)
      return
    }
    if (Array.isArray(value)) {
      for (const element of value) if (typeof element === 'object' && element !== null) walk(element)
      return
    }
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === 'object' && member !== null) walk(member)
      else if (name === 'subjectId' && typeof member === 'string') found.add(member)
    }
  }
  if (typeof data === 'object' && data !== null) walk(data)
  return [...found]
}
