import { namesOther } from './actsInForce.ts'
import type { FollowedActs } from './followedActs.ts'
import type { ReadActs } from './subjectAct.ts'

/** Where a division's acts of the index are, and how they are asked for. */
export interface Learning {
  followed: FollowedActs
  readActs: ReadActs
}

/**
 * Learns the acts of the subject index that are new to a division, and what it did not ask of them when it first heard.
 * @throws when the index cannot be asked
 */
export async function learnActs(learning: Learning, now: Date): Promise<void> {
  await learnNew(learning)
  await learnOthers(learning, now)
}

async function learnNew({ followed, readActs }: Learning): Promise<void> {
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

/** Earlier editions kept splits without their successors; where the index names none either, nothing is to be followed. */
async function learnOthers({ followed, readActs }: Learning, now: Date): Promise<void> {
  const lacking = (await followed.all()).filter((act) => act.followedAt === undefined && !namesOther(act))
  for (const { number } of lacking) {
    const again = (await readActs(number)).find((act) => act.number === number)
    if (again === undefined) continue
    await followed.complete(again)
    if (!namesOther(again)) await followed.followed(again, now)
  }
}
