import type { StoredRecord } from '../family/recordEnvelope.ts'

/** A record's subjects that it is not about, with or without one more. */
interface Subjects {
  with?: string
  without?: string
}

/** The envelope's list of refused subjects after a decision; without any there is none, as on a record that was never unlinked. */
export function refusedSubjects(
  { refusedSubjects: before = [] }: Pick<StoredRecord, 'refusedSubjects'>,
  { with: added, without }: Subjects = {},
): Pick<StoredRecord, 'refusedSubjects'> {
  const kept = before.filter((subjectId) => subjectId !== without && subjectId !== added)
  const all = added === undefined ? kept : [...kept, added]
  return { refusedSubjects: all.length === 0 ? undefined : all }
}
