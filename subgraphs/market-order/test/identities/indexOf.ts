import { normaliseName } from '@hub/schema/names/normaliseName'
import { subjects } from '../../src/models/subjects.ts'
import type { IndexedSubject, SubjectEvidence } from '../../src/rules/resolveSubject.ts'
import type { KnownSubject } from './knownSubjects.ts'

/** What the index would hold about these subjects, by the very functions that it stores them with. */
export function indexOf(known: readonly KnownSubject[]): SubjectEvidence {
  const byKey = new Map<string, IndexedSubject>()
  const byOrgCode = new Map<string, IndexedSubject[]>()
  const byName = new Map<string, IndexedSubject[]>()
  const mergers = new Map<string, IndexedSubject>()
  const add = (to: Map<string, IndexedSubject[]>, key: string, subject: IndexedSubject) =>
    to.set(key, [...(to.get(key) ?? []), subject])
  for (const { id, fields, survivorId } of known) {
    const found = { ...fields, ...subjects.searchFields(fields), subjectId: id } as unknown as IndexedSubject
    const subject = { ...found, recordState: survivorId === id ? 'CURRENT' : 'MERGED' }
    for (const key of subjects.naturalKeys(fields, id)) byKey.set(key, subject)
    if (subject.orgCode) add(byOrgCode, subject.orgCode, subject)
    const formerNames = (subject.nameHistory ?? []).map((former) => former.name ?? '')
    for (const name of [fields.name, ...formerNames]) add(byName, normaliseName(name), subject)
    mergers.set(id, subject)
  }
  return { byKey, byOrgCode, byName, mergers }
}
