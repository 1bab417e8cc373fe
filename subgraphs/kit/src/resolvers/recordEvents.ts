import { HubError } from '@hub/schema/errors/HubError'
import type { RecordFamily } from '../family/recordFamily.ts'
import { eventFeed, type NumberedEvent } from '../relay/eventFeed.ts'
import type { DivisionContext } from '../server/divisionContext.ts'

const MOST = 500

export interface EventArguments {
  after: number
  first: number
  families?: string[] | null
}

/**
 * Resolver of a division's events. Each carries the record as it stands now and not as it stood then: what has been
 * repaired or withdrawn since must not be told again by an older event.
 * @throws HubError BAD_USER_INPUT for a page of less than 1 or more than 500, or a family that the division does not keep
 */
export function recordEvents(families: readonly RecordFamily[]) {
  const byName = new Map(families.map((family) => [family.name, family]))

  return async (_root: unknown, given: EventArguments, { collections }: DivisionContext) => {
    const { after, first } = given
    if (first < 1 || first > MOST || after < 0)
      throw new HubError('BAD_USER_INPUT', `first 应为 1–${MOST}，after 不应小于 0`)
    const wanted = given.families ?? undefined
    const unknown = wanted?.find((name) => !byName.has(name))
    if (unknown !== undefined)
      throw new HubError('BAD_USER_INPUT', `没有记录类别“${unknown}”；有：${[...byName.keys()].join('、')}`)
    const page = await eventFeed(collections, { after, first, families: wanted })
    return { ...page, events: page.events.map(event) }
  }

  function event({ _id, ...facts }: NumberedEvent) {
    return { ...facts, eventId: _id, record: (_: unknown, context: DivisionContext) => record(facts, context) }
  }

  async function record(
    { family: name, recordId }: Pick<NumberedEvent, 'family' | 'recordId'>,
    { loaders }: DivisionContext,
  ) {
    const family = byName.get(name)
    // A subject is no credit record: whoever wants it asks for the enterprise.
    if (family === undefined || family.isSubject) return null
    const found = await loaders.byId(family, recordId, undefined)
    return found && { __typename: family.typeName, ...found }
  }
}
