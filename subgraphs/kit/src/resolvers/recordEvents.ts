import { HubError } from '@hub/schema/errors/HubError'
import type { RecordFamily } from '../family/recordFamily.ts'
import { eventFeed } from '../relay/eventFeed.ts'
import { HeadWatch } from '../relay/headWatch.ts'
import { type ToldEvent, toldEvents } from '../relay/toldEvents.ts'
import type { DivisionContext } from '../server/divisionContext.ts'

const MOST = 500
/** As the end of a snapshot: what is there now. */
const NOW = -1

export interface EventArguments {
  after: number
  first: number
  families?: string[] | null
  snapshotTo?: number | null
}

/**
 * Resolver of a division's events. Each carries the record as it stands now and not as it stood then: what has been
 * repaired or withdrawn since must not be told again by an older event.
 * @throws HubError BAD_USER_INPUT for a page of less than 1 or more than 500, or a family that the division does not keep
 */
export function recordEvents(families: readonly RecordFamily[]) {
  const byName = new Map(families.map((family) => [family.name, family]))

  return async (_root: unknown, given: EventArguments, { collections, reader, loaders }: DivisionContext) => {
    const { after, first } = given
    if (first < 1 || first > MOST || after < 0)
      throw new HubError(
        'BAD_USER_INPUT',
        `first 应为 1–${MOST}，after 不应小于 0 / first must be 1–${MOST}, after no less than 0`,
      )
    const wanted = given.families ?? undefined
    const unknown = wanted?.find((name) => !byName.has(name))
    if (unknown !== undefined)
      throw new HubError('BAD_USER_INPUT', `没有记录类别“${unknown}”；有：${[...byName.keys()].join('、')}`)
    const asked = given.snapshotTo ?? undefined
    const snapshotTo = asked === NOW ? await HeadWatch.of(collections).head() : asked
    const page = await eventFeed(collections, { after, first, families: wanted })
    const told = await toldEvents(page.events, { families: byName, reader, loaders, snapshotTo })
    return { ...page, snapshotTo, events: told.map(answered) }
  }

  function answered({ event: { _id, ...facts }, record }: ToldEvent) {
    const family = byName.get(facts.family)
    // A subject is no credit record: whoever wants it asks for the enterprise.
    const isRecord = record !== undefined && family !== undefined && !family.isSubject
    return { ...facts, eventId: _id, record: isRecord ? { __typename: family.typeName, ...record } : null }
  }
}
