import { HubError } from '@hub/schema/errors/HubError'
import { groupBy } from '../../loading/groupBy.ts'
import { MOVED_ON } from '../../store/writeRequest.ts'
import { isWaiting } from '../batches/queuedRow.ts'
import type { Importer } from '../importer.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import { placeWaitingRow } from '../waiting/placeWaitingRow.ts'
import { unlinkRecord } from '../waiting/unlinkRecord.ts'
import { type FollowedAct, mergedOnward, type SplittingAct } from './actsInForce.ts'
import { type LinkOfRecord, movedBy, type RelinkPlaces, recordsOf, relink, type Unmoved } from './relinkRecords.ts'
import { type SplitFate, splitFate } from './splitFate.ts'

type SplitPlaces = RelinkPlaces & ImportPlaces

/** A record that does not stay, the version that was asked about, and where it goes. */
interface Parted {
  record: LinkOfRecord
  fate: SplitFate
}

/**
 * Asks the index about every record of the split subject by the record's own numbers and name: a successor's goes to him,
 * one that nobody can be said to own for sure waits in 未关联. What a person linked or confirmed is left. Repeated, it finds
 * only what is still the split subject's.
 * @throws when the index cannot be asked
 */
export async function followSplit(
  act: FollowedAct<SplittingAct>,
  acts: readonly FollowedAct[],
  importer: Importer,
  places: SplitPlaces,
): Promise<Unmoved[]> {
  const unmoved: Unmoved[] = []
  for await (const records of recordsOf(places.records, importer.family, [act.subjectId])) {
    const confirmed = await places.contradicted.confirmedAmong(records)
    const asked = records.filter(({ recordId }) => !confirmed.has(recordId))
    const fates = await fatesOf(asked, act, acts, places)
    const going = fates.flatMap(({ record, fate }) =>
      fate.fate === 'RELINKED' ? [{ record, subjectId: fate.subjectId }] : [],
    )
    for (const [subjectId, group] of groupBy(going, (one) => one.subjectId)) {
      const own = group.map(({ record }) => record)
      unmoved.push(...(await relink(own, subjectId, act, { family: importer.family, places })))
    }
    for (const parted of fates) unmoved.push(...(await letWait(parted, act, importer, places)))
  }
  return unmoved
}

/** What the split moved goes back to the subject, from its successors and from 未关联; what was decided of it since stays. */
export async function followSplitUndone(
  act: FollowedAct<SplittingAct>,
  acts: readonly FollowedAct[],
  importer: Importer,
  places: SplitPlaces,
): Promise<Unmoved[]> {
  // Only once: later on it may be a person who put one of them there.
  if (act.followedAt !== undefined) return []
  const { family } = importer
  const { subjectId, successorIds } = act
  const holders = [...new Set(successorIds.flatMap((id) => mergedOnward(acts, id)))].filter((id) => id !== subjectId)
  const moved = await movedBy(places.records, family, act.undoes, holders)
  const unmoved: Unmoved[] = []
  for await (const records of recordsOf(places.records, family, holders)) {
    const back = records.filter(({ recordId }) => moved.has(recordId))
    unmoved.push(...(await relink(back, subjectId, act, { family, places })))
  }
  return [...unmoved, ...(await placeWaiting(act, importer, places))]
}

async function fatesOf(
  records: readonly LinkOfRecord[],
  { number, subjectId, successorIds }: SplittingAct,
  acts: readonly FollowedAct[],
  { link }: SplitPlaces,
): Promise<Parted[]> {
  const named = records.flatMap((record) => {
    const identity = record.source?.subject
    return record.recordState === 'CURRENT' && identity !== undefined ? [{ record, identity }] : []
  })
  if (named.length === 0) return []
  const answers = await link(named.map(({ identity }) => identity))
  const successors = [...new Set(successorIds.flatMap((id) => mergedOnward(acts, id)))]
  const split = { number, subjectId, same: mergedOnward(acts, subjectId), successors }
  return named.map(({ record }, index) => {
    const answer = answers[index]
    if (answer === undefined || answer.outcome === 'UNAVAILABLE') throw new Error('The subject index was not reached')
    return { record, fate: splitFate(answer, split) }
  })
}

async function letWait(
  { record, fate }: Parted,
  { number }: SplittingAct,
  importer: Importer,
  places: SplitPlaces,
): Promise<Unmoved[]> {
  if (fate.fate !== 'WAITS') return []
  const { recordId, version, subjectId } = record
  const { reason, candidates } = fate
  const operator = `${importer.family.division}:subject-index`
  const follows = { cause: number, version, reason, candidates }
  const unlinking = { recordId, operator, reason: `信用主体分立（序号 ${number}）`, follows }
  const isDone = await unlessOvertaken(() => unlinkRecord(importer, unlinking, places))
  return isDone ? [] : [{ record, subjectId, reason: MOVED_ON.reason }]
}

/** Rows whose records the split withdrew stand again, as long as neither a person nor the index has settled them. */
async function placeWaiting(
  { number, undoes, subjectId }: SplittingAct,
  importer: Importer,
  places: SplitPlaces,
): Promise<Unmoved[]> {
  const overtaken: Unmoved[] = []
  const withdrawn = await movedBy(places.records, importer.family, undoes, [subjectId])
  const operator = `${importer.family.division}:subject-index`
  const reason = `撤销信用主体分立（序号 ${undoes}）`
  for (const recordId of withdrawn) {
    const ofRecord = { family: importer.name, recordId, isUnlinked: true }
    const row = await places.unlinked.rows.findOne(ofRecord)
    if (row === null || !isWaiting(row)) continue
    const placing = { operator, reason, subjectId, byHand: false, cause: number }
    const isDone = await unlessOvertaken(() => placeWaitingRow({ queue: 'unlinked', row }, importer, places, placing))
    if (!isDone) overtaken.push({ record: { recordId, subjectId }, subjectId, reason: MOVED_ON.reason })
  }
  return overtaken
}

/** @returns false for what somebody else has changed at the same moment: it is looked at again in the next round */
async function unlessOvertaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    if (error.code === 'HUB_ROW_OVERTAKEN') return false
    // Somebody has undone the link: there is nothing left to do.
    if (error.code === 'HUB_RECORD_NOT_LINKED') return true
    throw error
  }
}
