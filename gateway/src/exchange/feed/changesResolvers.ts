import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import { divisionEnum } from '@hub/schema/divisions/divisionEnum'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import type { PullAgreements } from '../pull/pullAgreements.ts'
import type { DivisionBehind, FeedEvent, FeedPage } from './feedEvent.ts'
import type { FeedReader } from './feedReader.ts'

export interface ChangesArguments {
  readonly after?: string | null
  readonly divisions?: readonly string[] | null
  readonly families?: readonly string[] | null
  readonly subjectIds?: readonly string[] | null
  readonly snapshot?: boolean | null
  readonly first?: number | null
}

/** Of the time that the hub has for its own field: for putting the page together, so that a division that is late is named. */
const RESERVE_MILLIS = 500

/**
 * What of the hub's graph tells of changes (`gateway/graphql/changes.graphql`). Records are only named here: the divisions
 * look them up as they stand, with their own guards, masks and rows.
 * @param agreements those that bind their partners, who read by `/feed`
 * @param feed asked at each question, as there is none yet when the graph is made
 */
export function changesResolvers(
  feed: () => Pick<FeedReader, 'read'>,
  agreements: Pick<PullAgreements, 'refuseBound'>,
): SubgraphResolvers {
  const changes = async (_: unknown, given: ChangesArguments, { caller, millis, signal }: InProcessContext) => {
    await agreements.refuseBound(caller)
    const cancellation = new Cancellation()
    signal.addEventListener('abort', () => cancellation.cancel(), { once: true })
    const question = {
      caller,
      after: given.after ?? undefined,
      divisions: given.divisions?.map(nameOf),
      families: given.families ?? undefined,
      subjectIds: given.subjectIds ?? undefined,
      snapshot: given.snapshot ?? false,
      first: given.first ?? 100,
      deadlineAt: performance.now() + millis - RESERVE_MILLIS,
    }
    return feed().read(question, cancellation)
  }
  return {
    Query: { changes },
    ChangePage: { count: ({ events }: FeedPage) => events.length },
    Change: {
      division: ({ division }: FeedEvent) => divisionEnum.valueOf(division),
      record: ({ record, recordId }: FeedEvent) => record && { __typename: record.__typename, recordId },
      recordedAt: ({ recordedAt }: FeedEvent) => new Date(recordedAt),
      enterprise: ({ subjectId }: FeedEvent) => ({ subjectId }),
    },
    DivisionBehind: {
      division: ({ division }: DivisionBehind) => divisionEnum.valueOf(division),
      since: ({ since }: DivisionBehind) => since && new Date(since),
    },
  }
}

const nameOf = (value: string): string => divisionEnum.nameOf(value) ?? value
