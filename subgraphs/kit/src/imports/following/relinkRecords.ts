import type { StoredRecord } from '../../family/recordEnvelope.ts'
import type { RecordFamily } from '../../family/recordFamily.ts'
import type { DivisionCollections } from '../../store/divisionCollections.ts'
import type { RecordStore } from '../../store/recordStore.ts'
import type { ChangeRequest } from '../../store/writeRequest.ts'
import type { SubjectLinker } from '../linking/subjectLinker.ts'
import type { SubjectIdentity } from '../rows/subjectIdentity.ts'
import { type FollowedAct, type MergingAct, mergedOnward } from './actsInForce.ts'
import type { SubjectAct } from './subjectAct.ts'

const RECORDS_AT_A_TIME = 200

/** All that is read of records whose links are looked at: what is sealed of the others stays closed. */
export const LINK_FIELDS = { recordId: 1, subjectId: 1, version: 1, recordState: 1 } as const

/** A record as far as its link is concerned; `source` where its row is asked about. */
export type LinkOfRecord = Pick<StoredRecord, keyof typeof LINK_FIELDS | 'source'>

/** Where the records are, and who can say what their rows are about. */
export interface RelinkPlaces {
  records: DivisionCollections
  store: Pick<RecordStore, 'write'>
  link: SubjectLinker
}

/** A record that could not follow: the subject it would go to has the same one already, or somebody changed it meanwhile. */
export interface Unmoved {
  record: Pick<StoredRecord, 'recordId' | 'subjectId'>
  /** The subject that it would go to. */
  subjectId: string
  reason: string
}

/** All current records of a family that are one of these subjects' own, a part at a time. */
export async function* recordsOf(
  { modelsOf }: DivisionCollections,
  family: RecordFamily,
  subjectIds: readonly string[],
): AsyncGenerator<LinkOfRecord[]> {
  const { current } = modelsOf(family)
  for (const subjectId of subjectIds) {
    for (let after = ''; ; ) {
      const options = {
        sort: { recordId: 1 },
        limit: RECORDS_AT_A_TIME,
        projection: { ...LINK_FIELDS, source: 1 },
      } as const
      const found = await current.find({ subjectId, recordId: { $gt: after } }, options).toArray()
      const last = found.at(-1)
      if (last === undefined) break
      after = String(last.recordId)
      yield found
    }
  }
}

/** What was the merged subject's own becomes the survivor's. */
export async function followMerger(act: MergingAct, family: RecordFamily, places: RelinkPlaces): Promise<Unmoved[]> {
  const unmoved: Unmoved[] = []
  for await (const records of recordsOf(places.records, family, [act.subjectId])) {
    unmoved.push(...(await relink(records, act.survivorId, act, { family, places })))
  }
  return unmoved
}

/**
 * What a merger moved goes back, wherever later mergers took it; and what came in since under a number of the parted
 * subject, which only the merger made the other's.
 * @throws when the index cannot be asked whose the later ones are
 */
export async function followUndoing(
  act: FollowedAct<MergingAct>,
  acts: readonly FollowedAct[],
  family: RecordFamily,
  places: RelinkPlaces,
): Promise<Unmoved[]> {
  // Only once: later on it may be a person who put one of them there.
  const moved =
    act.followedAt === undefined ? await movedBy(places.records, family, act.undoes, [act.survivorId]) : new Set()
  const unmoved: Unmoved[] = []
  for await (const records of recordsOf(places.records, family, mergedOnward(acts, act.survivorId))) {
    const own = await namedAfter(act.subjectId, records, places.link)
    const back = records.filter(({ recordId }) => moved.has(recordId) || own.has(recordId))
    unmoved.push(...(await relink(back, act.subjectId, act, { family, places })))
  }
  return unmoved
}

/** The records that the undone act had moved. Asked by subject first, which has an index. */
export async function movedBy(
  { modelsOf }: DivisionCollections,
  family: RecordFamily,
  cause: number | null | undefined,
  subjectIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const stages = [
    { $match: { subjectId: { $in: [...subjectIds] } } },
    { $match: { 'change.cause': cause } },
    { $project: { recordId: 1 } },
  ]
  const found = await modelsOf(family).versions.aggregate<Pick<StoredRecord, 'recordId'>>(stages).toArray()
  return new Set(found.map(({ recordId }) => recordId))
}

async function namedAfter(
  subjectId: string,
  records: readonly LinkOfRecord[],
  link: SubjectLinker,
): Promise<ReadonlySet<string>> {
  const named = records.flatMap(({ recordId, source }): [string, SubjectIdentity][] =>
    source?.subject === undefined ? [] : [[recordId, source.subject]],
  )
  const answers = named.length === 0 ? [] : await link(named.map(([, identity]) => identity))
  if (answers.some(({ outcome }) => outcome === 'UNAVAILABLE')) throw new Error('The subject index was not reached')
  return new Set(named.flatMap(([recordId], index) => (answers[index]?.subjectId === subjectId ? [recordId] : [])))
}

/** Makes records a subject's own, by events that name the act. */
export async function relink(
  records: readonly LinkOfRecord[],
  subjectId: string,
  { number, kind, effectiveOn, undoes, survivorId }: SubjectAct,
  { family, places }: { family: RecordFamily; places: RelinkPlaces },
): Promise<Unmoved[]> {
  if (records.length === 0) return []
  const act = survivorId ? '合并' : '分立'
  const reason = kind === 'UNDO' ? `撤销信用主体${act}（序号 ${undoes}）` : `信用主体${act}（序号 ${number}）`
  const requests = records.map(({ recordId, version }): ChangeRequest => {
    return { kind: 'CHANGE', change: 'RELINKED', recordId, version, subjectId, reason, effectiveOn, cause: number }
  })
  const outcomes = await places.store.write(family, requests, { operator: `${family.division}:subject-index` })
  return outcomes.flatMap((outcome, index) => {
    const record = records[index]
    return record === undefined || 'recordId' in outcome ? [] : [{ record, subjectId, reason: outcome.reason }]
  })
}
