import type { ValueShape } from '../answer/answerShape.ts'
import { fromByteText } from '../byteText.ts'
import { JsonRun } from '../verbatim/jsonRun.ts'
import { JsonText } from '../verbatim/jsonText.ts'

const NAME = 'subjectId'
const MEMBER = `"${NAME}":"`

/** Whether there is anything to find in text of a shape; told once for each, as most of an answer's text has none. */
const tellsSubjects = new WeakMap<ValueShape, boolean>()

function mayTellSubjects(shape: ValueShape): boolean {
  const known = tellsSubjects.get(shape)
  if (known !== undefined) return known
  const tells = shape.kind === 'list' ? mayTellSubjects(shape.of) : shape.kind === 'object' && hasSubjects(shape)
  tellsSubjects.set(shape, tells)
  return tells
}

function hasSubjects({ selection }: ValueShape & { readonly kind: 'object' }): boolean {
  return selection
    .typeNames()
    .some((typename) =>
      selection.fieldsFor(typename)?.some(({ responseName, shape }) => responseName === NAME || mayTellSubjects(shape)),
    )
}

function mayHaveSubjects(value: JsonText): boolean {
  if (!(value instanceof JsonRun)) return mayTellSubjects(value.shape)
  const { fields, first, end } = value.run
  return fields.slice(first, end).some(({ responseName, shape }) => responseName === NAME || mayTellSubjects(shape))
}

/**
 * Ids in JSON text that is passed on, where names are the division's. Inside a string its quotes would be escaped, so what
 * is found is a member; ids have no escapes of their own.
 */
function addIdsIn(value: JsonText, found: Set<string>): void {
  if (!mayHaveSubjects(value)) return
  const text = value instanceof JsonRun ? value.whole() : String(value)
  for (let at = text.indexOf(MEMBER); at >= 0; at = text.indexOf(MEMBER, at)) {
    const start = at + MEMBER.length
    at = text.indexOf('"', start)
    found.add(fromByteText(text.slice(start, at)))
  }
}

/** Ids of the subjects whose data an answer holds: every `subjectId` in it, each once. */
export function subjectIdsOf(data: unknown): string[] {
  const found = new Set<string>()
  const seen = new Set<object>()
  const walk = (value: object): void => {
    // One object may stand at several places.
    if (seen.has(value)) return
    seen.add(value)
    if (value instanceof JsonText) addIdsIn(value, found)
    else if (Array.isArray(value)) {
      for (const element of value) if (typeof element === 'object' && element !== null) walk(element)
    } else {
      for (const [name, member] of Object.entries(value)) {
        if (typeof member === 'object' && member !== null) walk(member)
        else if (name === NAME && typeof member === 'string') found.add(fromByteText(member))
      }
    }
  }
  if (typeof data === 'object' && data !== null) walk(data)
  return [...found]
}
