import type { IdentifierKind, WrittenIdentifier } from './identifierKey.ts'

/** The fields of a subject that hold its identifiers. */
export interface SubjectIdentifiers {
  uscc?: string | null | undefined
  taxNo?: string | null | undefined
  personIdNo?: string | null | undefined
  identifiers?: readonly { kind?: string | null; value?: string | null }[] | null | undefined
}

/** Every identifier by which a subject can be found, in one list. */
export function subjectIdentifiers(subject: SubjectIdentifiers): WrittenIdentifier[] {
  const { uscc, taxNo, personIdNo, identifiers } = subject
  const written: { kind?: string | null; value?: string | null | undefined }[] = [
    { kind: 'USCC', value: uscc },
    ...(identifiers ?? []),
    { kind: 'TAX_NO', value: taxNo },
    { kind: 'PERSON_ID', value: personIdNo },
  ]
  return written.flatMap(({ kind, value }) => (kind && value ? [{ kind: kind as IdentifierKind, value }] : []))
}
