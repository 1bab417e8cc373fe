import { normaliseName } from '@hub/schema/names/normaliseName'
import { identifierKey, identifierValue, type WrittenIdentifier } from './identifierKey.ts'
import { type NamedSubject, nameAgrees } from './subjectNames.ts'
import { type MergeKind, survivorOf } from './survivor.ts'

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
  /** The subject that it was merged into, since when, and as what. */
  mergedIntoId?: string | null
  mergedOn?: string | null
  mergeKind?: MergeKind | null
}

/** What the index holds about the keys that are asked together. */
export interface SubjectEvidence {
  /** Natural key of an identifier -> subject that owns it. */
  byKey: ReadonlyMap<string, IndexedSubject>
  /** Organisation code -> subjects whose credit code contains it. */
  byOrgCode: ReadonlyMap<string, readonly IndexedSubject[]>
  /** Normalised name -> subjects that bear or bore it. */
  byName: ReadonlyMap<string, readonly IndexedSubject[]>
  /** Subject id -> subject: those that the ones above were merged into. */
  mergers?: ReadonlyMap<string, IndexedSubject>
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
  const owners = uniqueSubjects(identifiers.flatMap((identifier) => subjectsOf(identifier, evidence)))
  const named = uniqueSubjects(owners.map((owner) => survivorOf(owner, evidence.mergers)))
  const standing = named.filter(({ recordState }) => recordState === 'CURRENT')
  const byIdentifier = named.map((subject): Candidate => ({ subject, why: 'IDENTIFIER' }))
  const [subject] = standing
  if (subject === undefined) {
    return { outcome: 'NO_MATCH', candidates: [...byIdentifier, ...nameCandidates(key, evidence)] }
  }
  const contradicted = identifiers.some((identifier) => contradicts(identifier, subject, evidence))
  if (standing.length > 1 || contradicted) return { outcome: 'SEVERAL', candidates: byIdentifier }
  const { name, on } = key
  const bearers = [subject, ...owners.filter((owner) => owner !== subject && boreNameOn(owner, on ?? undefined))]
  if (name && !bearers.some((bearer) => nameAgrees(bearer, name, on ?? undefined))) {
    return { outcome: 'NAME_DISAGREES', candidates: byIdentifier }
  }
  return { outcome: 'LINKED', subjectId: subject.subjectId, candidates: [] }
}

function subjectsOf(identifier: WrittenIdentifier, { byKey, byOrgCode }: SubjectEvidence): IndexedSubject[] {
  const owner = byKey.get(identifierKey(identifier))
  if (owner !== undefined) return [owner]
  return identifier.kind === 'ORG_CODE' ? [...(byOrgCode.get(identifierValue(identifier)) ?? [])] : []
}

/** An enterprise that was absorbed is nobody's name any more from that day; one that was entered twice keeps both. */
function boreNameOn({ mergeKind, mergedOn }: IndexedSubject, on: string | undefined): boolean {
  return mergeKind === 'SAME_ENTERPRISE' || on === undefined || (mergedOn ? on < mergedOn : true)
}

/** A subject has one credit code and one organisation code: an unknown other one does not belong to it. */
function contradicts(identifier: WrittenIdentifier, subject: IndexedSubject, evidence: SubjectEvidence): boolean {
  if (subjectsOf(identifier, evidence).length > 0) return false
  return (identifier.kind === 'USCC' && !!subject.uscc) || (identifier.kind === 'ORG_CODE' && !!subject.orgCode)
}

function nameCandidates({ name }: SubjectKey, { byName, mergers }: SubjectEvidence): Candidate[] {
  const wanted = normaliseName(name ?? '')
  const found = (byName.get(wanted) ?? []).map((subject): [string, Candidate] => {
    const survivor = survivorOf(subject, mergers)
    return [survivor.subjectId, { subject: survivor, why: nameIs(survivor, wanted) ? 'NAME' : 'FORMER_NAME' }]
  })
  return [...new Map(found).values()]
}

const nameIs = ({ name }: NamedSubject, wanted: string): boolean => normaliseName(name ?? '') === wanted

function uniqueSubjects(found: readonly IndexedSubject[]): IndexedSubject[] {
  return [...new Map(found.map((subject) => [subject.subjectId, subject])).values()]
}
