import { maskPersonName } from '@hub/schema/names/maskPersonName'
import type { SubjectKind } from './subjectKind.ts'

type Name = string | null | undefined

/** A subject's name as everyone may see it: that of a natural person shows the first character only. */
export function shownSubjectName(kind: SubjectKind, name: Name): Name {
  return kind === 'NATURAL_PERSON' && name ? maskPersonName(name) : name
}

/** What of a natural person the schema keeps internal, name or address; nothing for other subjects. */
export function ofPerson(kind: SubjectKind, value: Name): Name {
  return kind === 'NATURAL_PERSON' ? value : null
}

/** A legal representative as everyone may see him; who runs a business of his own is a private person by name. */
export function shownLegalRep(kind: SubjectKind, name: Name): Name {
  return kind !== 'ORGANISATION' && name ? maskPersonName(name) : name
}
