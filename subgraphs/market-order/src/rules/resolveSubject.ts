import { normaliseName } from '@hub/schema/names/normaliseName'
import { identifierKey, identifierValue, type WrittenIdentifier } from './identifierKey.ts'
import { type NamedSubject, nameAgrees, normalisedFormerNames } from './subjectNames.ts'

/** By what a row names its subject (GraphQL input SubjectKey). */
export interface SubjectKey {
  identifiers?: readonly WrittenIdentifier[] | null
  name?: string | null
  /** Day of the fact, YYYY-MM-DD. */
  on?: string | null
}

/** What the resolution needs of a subject of the index. */
export interface IndexedSubject extends NamedSubject {
  subjectId: string
  recordState: string
  uscc?: string | null
  orgCode?: string | null
}

/** What the index holds about the keys that are asked together. */
export interface SubjectEvidence {
  /** Natural key of an identifier -> subject that owns it. */
  byKey: ReadonlyMap<string, IndexedSubject>
  /** Organisation code -> subjects whose credit code contains it. */
  byOrgCode: ReadonlyMap<string, readonly IndexedSubject[]>
  /** Normalised name -> subjects that bear or bore it. */
  byName: ReadonlyMap<string, readonly IndexedSubject[]>
}

export type LinkOutcome = 'LINKED' | 'NO_MATCH' | 'SEVERAL' | 'NAME_DISAGREES'

/** A subject for a person to consider, and why it is proposed. */
export interface Candidate {
  subject: IndexedSubject
  why: 'IDENTIFIER' | 'NAME' | 'FORMER_NAME'
}

export interface SubjectResolution {
  outcome: LinkOutcome
  subjectId?: string
  candidates: Candidate[]
}

/**
 * Decides which subject a row is about. Only identifiers link, and only if they all point at one subject whose name is
 * not contradicted; a name alone never does, since names are reused: it brings candidates for a person to choose from.
 */
export function resolveSubject(key: SubjectKey, evidence: SubjectEvidence): SubjectResolution {
  const identifiers = key.identifiers ?? []
  const named = uniqueSubjects(identifiers.flatMap((identifier) => subjectsOf(identifier, evidence)))
  const standing = named.filter(({ recordState }) => recordState === 'CURRENT')
  const byIdentifier = named.map((subject): Candidate => ({ subject, why: 'IDENTIFIER' }))
  const [subject] = standing
  if (subject === undefined) {
    return { outcome: 'NO_MATCH', candidates: [...byIdentifier, ...nameCandidates(key, evidence)] }
  }
  const contradicted = identifiers.some((identifier) => contradicts(identifier, subject, evidence))
  if (standing.length > 1 || contradicted) return { outcome: 'SEVERAL', candidates: byIdentifier }
  if (key.name && !nameAgrees(subject, key.name, key.on ?? undefined)) {
    return { outcome: 'NAME_DISAGREES', candidates: byIdentifier }
  }
  return { outcome: 'LINKED', subjectId: subject.subjectId, candidates: [] }
}

function subjectsOf(identifier: WrittenIdentifier, { byKey, byOrgCode }: SubjectEvidence): IndexedSubject[] {
  const owner = byKey.get(identifierKey(identifier))
  if (owner !== undefined) return [owner]
  return identifier.kind === 'ORG_CODE' ? [...(byOrgCode.get(identifierValue(identifier)) ?? [])] : []
}

/** A subject has one credit code and one organisation code: an unknown other one does not belong to it. */
function contradicts(identifier: WrittenIdentifier, subject: IndexedSubject, evidence: SubjectEvidence): boolean {
  if (subjectsOf(identifier, evidence).length > 0) return false
  return (identifier.kind === 'USCC' && !!subject.uscc) || (identifier.kind === 'ORG_CODE' && !!subject.orgCode)
}

function nameCandidates({ name }: SubjectKey, { byName }: SubjectEvidence): Candidate[] {
  const wanted = normaliseName(name ?? '')
  return (byName.get(wanted) ?? []).map((subject) => ({
    subject,
    why: normalisedFormerNames(subject).includes(wanted) && !nameIs(subject, wanted) ? 'FORMER_NAME' : 'NAME',
  }))
}

const nameIs = ({ name }: NamedSubject, wanted: string): boolean => normaliseName(name ?? '') === wanted

function uniqueSubjects(found: readonly IndexedSubject[]): IndexedSubject[] {
  return [...new Map(found.map((subject) => [subject.subjectId, subject])).values()]
}
