import type { StoredRecord } from '@hub/kit/family/recordEnvelope'
import { groupBy } from '@hub/kit/loading/groupBy'
import type { RecordReader } from '@hub/kit/query/recordReader'
import type { DivisionContext } from '@hub/kit/server/divisionContext'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import { normaliseName } from '@hub/schema/names/normaliseName'
import { subjects } from '../models/subjects.ts'
import { identifierKey, identifierValue } from '../rules/identifierKey.ts'
import { isOpenIdentifier } from '../rules/openIdentifiers.ts'
import {
  type IndexedSubject,
  resolveSubject,
  type SubjectEvidence,
  type SubjectKey,
  type SubjectResolution,
} from '../rules/resolveSubject.ts'
import { shownSubjectName } from '../rules/shownNames.ts'
import type { SubjectKind } from '../rules/subjectKind.ts'
import { normalisedFormerNames } from '../rules/subjectNames.ts'
import { readMergers } from '../rules/survivor.ts'

/** Most keys of one call. */
const MAX_KEYS = 1_000
/** Candidates are for a person to read: beyond this a name says nothing. */
const MAX_NAMED = 5_000

/**
 * Resolver of `Query.resolveSubjects`: at most five database calls, whatever the number of keys.
 * @throws HubError BAD_USER_INPUT for more than 1,000 keys
 */
export async function subjectResolutions(
  _root: unknown,
  { keys }: { keys: SubjectKey[] },
  { reader, caller }: DivisionContext,
) {
  if (keys.length > MAX_KEYS) {
    throw new HubError('BAD_USER_INPUT', `一次至多关联 ${MAX_KEYS} 项，得到 ${keys.length} 项`)
  }
  const byIdentifier = { ...(await identifierEvidence(reader, keys)), byName: new Map<string, IndexedSubject[]>() }
  const first = keys.map((key) => resolveSubject(key, byIdentifier))
  const unmatched = keys.filter((_, index) => first[index]?.outcome === 'NO_MATCH')
  const { named, byName } = await nameEvidence(reader, unmatched)
  const mergers = new Map([...byIdentifier.mergers, ...(await mergersOf(reader, named))])
  const evidence = { ...byIdentifier, byName, mergers }
  return keys.map((key) => answer(resolveSubject(key, evidence), caller))
}

async function identifierEvidence(
  reader: RecordReader,
  keys: readonly SubjectKey[],
): Promise<Required<Omit<SubjectEvidence, 'byName'>>> {
  const identifiers = keys.flatMap((key) => key.identifiers ?? [])
  const orgCodes = identifiers.filter(({ kind }) => kind === 'ORG_CODE').map(identifierValue)
  const [owners, withOrgCode] = await Promise.all([
    reader.owners([...new Set(identifiers.map(identifierKey))]),
    findSubjects(reader, 'orgCode', orgCodes),
  ])
  const owned = await reader.byIds(subjects, [...new Set(owners.values())], undefined)
  const byId = new Map(owned.map((record) => [record.recordId, indexed(record)]))
  const byKey = new Map(
    [...owners].flatMap(([key, recordId]) => {
      const subject = byId.get(recordId)
      return subject === undefined ? [] : [[key, subject] as const]
    }),
  )
  const mergers = await mergersOf(reader, [...byId.values(), ...withOrgCode])
  return { byKey, byOrgCode: groupBy(withOrgCode, ({ orgCode }) => orgCode ?? ''), mergers }
}

const mergersOf = (reader: RecordReader, found: readonly IndexedSubject[]) =>
  readMergers(found, async (ids) => (await reader.byIds(subjects, ids, undefined)).map(indexed))

interface NameEvidence extends Pick<SubjectEvidence, 'byName'> {
  named: IndexedSubject[]
}

async function nameEvidence(reader: RecordReader, keys: readonly SubjectKey[]): Promise<NameEvidence> {
  const names = keys.flatMap(({ name }) => (name ? [normaliseName(name)] : []))
  const found = await Promise.all([
    findSubjects(reader, 'nameNormalised', names),
    findSubjects(reader, 'formerNamesNormalised', names),
  ])
  const unique = new Map(found.flat().map((subject) => [subject.subjectId, subject]))
  const spelled = [...unique.values()].flatMap((subject) =>
    [...new Set([normaliseName(subject.name ?? ''), ...normalisedFormerNames(subject)])].map((name) => ({
      name,
      subject,
    })),
  )
  const groups = groupBy(spelled, ({ name }) => name)
  const byName = new Map([...groups].map(([name, members]) => [name, members.map(({ subject }) => subject)]))
  return { byName, named: [...unique.values()] }
}

/** Subjects, standing or merged, with one of these values at an indexed path. */
async function findSubjects(reader: RecordReader, path: string, values: readonly string[]): Promise<IndexedSubject[]> {
  if (values.length === 0) return []
  const found = await reader.page(subjects, {
    conditions: [{ [path]: { $in: [...new Set(values)] } }, { recordState: { $in: ['CURRENT', 'MERGED'] } }],
    order: { path: 'recordId', direction: 'ASC' },
    limit: MAX_NAMED,
  })
  return found.map(indexed)
}

const indexed = (record: StoredRecord): IndexedSubject => record as unknown as IndexedSubject

function answer({ outcome, subjectId, candidates }: SubjectResolution, caller: CallerClaims) {
  const shown = candidates.map(({ subject, why }) => ({
    subjectId: subject.subjectId,
    name: shownSubjectName((subject as { subjectKind?: SubjectKind }).subjectKind ?? 'ORGANISATION', subject.name),
    uscc: isOpenIdentifier(caller, subject.subjectId, { kind: 'USCC', value: subject.uscc }) ? subject.uscc : null,
    why,
  }))
  return { outcome, subjectId: subjectId ?? null, candidates: shown }
}
