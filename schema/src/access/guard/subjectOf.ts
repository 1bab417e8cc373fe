/** Whom a value is about, and where that subject is. */
interface Subject {
  readonly subjectId: string | undefined
  /** Code of GB/T 2260. */
  readonly place: string | undefined
}

/** Values within records, by the subject of their record, for as long as a request holds them. */
const marked = new WeakMap<object, Subject>()
const nobody: Subject = { subjectId: undefined, place: undefined }

/** Whom a value is about: the subject it names itself, or that of the record it stands in. */
export function subjectOf(value: unknown): Subject {
  if (typeof value !== 'object' || value === null) return nobody
  const { subjectId, divisionCode } = value as { subjectId?: unknown; divisionCode?: unknown }
  const outer = marked.get(value) ?? nobody
  const place = typeof divisionCode === 'string' ? divisionCode : undefined
  if (typeof subjectId !== 'string') return place === undefined ? outer : { ...outer, place }
  // A record within another's may be about somebody elsewhere.
  return { subjectId, place: place ?? (outer.subjectId === subjectId ? outer.place : undefined) }
}

/** Notes whom the objects in a resolved value are about; gives the value back, or what is promised of it. */
export function markSubject(value: unknown, subject: Subject): unknown {
  if (subject.subjectId === undefined || typeof value !== 'object' || value === null) return value
  if (value instanceof Promise) return value.then((resolved: unknown) => markSubject(resolved, subject))
  if (Array.isArray(value)) for (const element of value) markSubject(element, subject)
  else marked.set(value, subject)
  return value
}
