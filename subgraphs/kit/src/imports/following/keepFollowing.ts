import { inRounds } from '../../server/inRounds.ts'
import type { Importer } from '../importer.ts'
import type { HubAddress } from '../linking/askHub.ts'
import { checkLinks } from './checkLinks.ts'
import { type Following, followActs } from './followActs.ts'
import { FollowedActs } from './followedActs.ts'
import { hubSubjectActs } from './hubSubjectActs.ts'
import { hubSubjectChanges, SubjectWatch } from './subjectChanges.ts'

/** How often a division asks for acts of the index, and how often it looks whether its links still hold. */
const ACTS_EVERY_MS = 5_000
const CHANGES_EVERY_MS = 60_000

/** The division that follows the index, and what it tells of. */
export interface Follower {
  hub: HubAddress
  importers: readonly Importer[]
  places: Following['places']
  signal: AbortSignal
  onFailure: (error: unknown) => void
}

/** Follows the subject index until the signal fires: its acts by relinking records, its other changes by looking at links. */
export async function keepFollowing({ hub, importers, places, signal, onFailure }: Follower): Promise<void> {
  const { connection } = places.records
  const linked = importers.filter(({ family }) => !family.isSubject)
  const following = {
    importers: linked,
    places,
    followed: new FollowedActs(connection),
    readActs: hubSubjectActs(hub),
  }
  const watch = new SubjectWatch(connection)
  const readChanges = hubSubjectChanges(hub)
  const checkAll = async () => {
    for (const importer of linked) await checkLinks(importer, places, new Date())
  }
  await Promise.all([
    inRounds(ACTS_EVERY_MS, signal, () => followActs(following, new Date()), onFailure),
    inRounds(CHANGES_EVERY_MS, signal, () => watch.round(readChanges, checkAll), onFailure),
  ])
}
