/** Values within records, by the subject of their record, for as long as a request holds them. */
const marked = new WeakMap<object, string>()

/** Whom a value is about: the subject it names itself, or that of the record it stands in. */
export function subjectOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { subjectId } = value as { subjectId?: unknown }
  return typeof subjectId === 'string' ? subjectId : marked.get(value)
}

/** Notes whom the objects in a resolved value are about; gives the value back, or what is promised of it. */
export function markSubject(value: unknown, subjectId: string | undefined): unknown {
  if (subjectId === undefined || typeof value !== 'object' || value === null) return value
  if (value instanceof Promise) return value.then((resolved: unknown) => markSubject(resolved, subjectId))
  if (Array.isArray(value)) for (const element of value) markSubject(element, subjectId)
  else marked.set(value, subjectId)
  return value
}
