import type { RecordFamily } from '../../family/recordFamily.ts'
import { actsToFollow } from './actsInForce.ts'
import type { FollowedActs } from './followedActs.ts'
import { followMerger, followUndoing, type RelinkPlaces, type Unmoved } from './relinkRecords.ts'
import type { ReadActs } from './subjectAct.ts'

/** What a division follows the index with. */
export interface Following {
  families: readonly RecordFamily[]
  places: RelinkPlaces
  followed: FollowedActs
  readActs: ReadActs
  /** Hears of a record that could not follow; a person has to look at it. */
  onUnmoved: (family: RecordFamily, unmoved: Unmoved) => Promise<void>
}

/**
 * Learns the acts of the subject index that are new here and does in the division's records what follows from them. Killed
 * at any point, the next round goes on: what has been moved is the survivor's already, and an act counts as followed
 * only when all of it is done.
 * @throws when the index cannot be asked or the database fails; the next round tries again
 */
export async function followActs(following: Following, now: Date): Promise<void> {
  const { families, places, followed } = following
  await learnActs(following)
  const acts = await followed.all()
  for (const act of actsToFollow(acts, now)) {
    for (const family of families) {
      const unmoved =
        act.kind === 'MERGE' ? await followMerger(act, family, places) : await followUndoing(act, acts, family, places)
      for (const one of unmoved) await following.onUnmoved(family, one)
    }
    await followed.followed(act, now)
  }
}

async function learnActs({ followed, readActs }: Following): Promise<void> {
  for (let next = ((await followed.all()).at(-1)?.number ?? 0) + 1; ; ) {
    const fresh = await readActs(next)
    if (fresh.length === 0) return
    for (const act of fresh) {
      // Numbers have no gaps: what does not follow on is not taken, and asked for again.
      if (act.number !== next) return
      await followed.keep(act)
      next += 1
    }
  }
}
