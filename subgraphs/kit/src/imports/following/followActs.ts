import { MOVED_ON } from '../../store/writeRequest.ts'
import type { Importer } from '../importer.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import { actsToFollow, type FollowedAct, type MergingAct, type SplittingAct } from './actsInForce.ts'
import type { FollowedActs } from './followedActs.ts'
import { followSplit, followSplitUndone } from './followSplit.ts'
import { learnActs } from './learnActs.ts'
import { followMerger, followUndoing, type RelinkPlaces, type Unmoved } from './relinkRecords.ts'
import type { ReadActs } from './subjectAct.ts'

/** What a division follows the index with. */
export interface Following {
  importers: readonly Importer[]
  places: RelinkPlaces & ImportPlaces
  followed: FollowedActs
  readActs: ReadActs
}

/**
 * Learns the acts of the subject index that are new here and does in the division's records what follows from them. Killed
 * at any point, the next round goes on: what has been moved is the survivor's already, and an act counts as followed
 * only when all of it is done.
 * @throws when the index cannot be asked or the database fails; the next round tries again
 */
export async function followActs(following: Following, now: Date): Promise<void> {
  const { importers, followed } = following
  await learnActs(following, now)
  const acts = await followed.all()
  for (const act of actsToFollow(acts, now)) {
    let isOvertaken = false
    for (const importer of importers) {
      const unmoved = await followAct(act, acts, importer, following)
      for (const one of unmoved) await noteUnmoved(one, act, { name: importer.name, following, now })
      isOvertaken ||= unmoved.some(({ reason }) => reason === MOVED_ON.reason)
    }
    // What an undoing returns is looked for only until it counts as followed.
    if (!isOvertaken) await followed.followed(act, now)
  }
}

function followAct(
  act: FollowedAct<MergingAct | SplittingAct>,
  acts: readonly FollowedAct[],
  importer: Importer,
  { places }: Following,
): Promise<Unmoved[]> {
  if ('survivorId' in act && act.survivorId) {
    const merging = { ...act, survivorId: act.survivorId }
    const { family } = importer
    return act.kind === 'MERGE' ? followMerger(merging, family, places) : followUndoing(merging, acts, family, places)
  }
  const splitting = act as FollowedAct<SplittingAct>
  return act.kind === 'SPLIT'
    ? followSplit(splitting, acts, importer, places)
    : followSplitUndone(splitting, acts, importer, places)
}

/** A record that somebody changed at the same moment is looked for again; one that the survivor has already is for a person. */
async function noteUnmoved(
  { record, subjectId, reason }: Unmoved,
  { number }: FollowedAct,
  { name, following, now }: { name: string; following: Following; now: Date },
): Promise<void> {
  if (reason !== 'KEYS_OF_SEVERAL_RECORDS') return
  await following.places.contradicted.note({
    _id: record.recordId,
    family: name,
    subjectId: record.subjectId,
    contradiction: 'SAME_RECORD_TWICE',
    candidates: [{ subjectId }],
    foundAt: now,
    seenIn: String(number),
  })
}
