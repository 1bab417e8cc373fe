import type { AnswerError } from '../../execution/answer/completeAnswer.ts'
import type { TextAnswer } from '../../execution/executeOperation.ts'
import { isDataObject } from '../../execution/run/dataObject.ts'
import type { EventQuery } from './eventQuery.ts'
import type { DivisionBehind, FeedChangeKind, FeedEvent, FeedRecord } from './feedEvent.ts'
import type { RecordSelection } from './recordSelection.ts'

/** What a division said when it was asked for its events. */
export type DivisionPage =
  | {
      readonly events: readonly FeedEvent[]
      readonly next: number
      readonly hasMore: boolean
      /** End of the snapshot that was asked for, as the division has settled it. */
      readonly snapshotTo: number | null
    }
  | { readonly behind: DivisionBehind }

/** A null that says what it should: this reader may not see it, or the stored value can be told to nobody. */
const MEANT = new Set(['FORBIDDEN', 'HUB_DISCLOSURE_DENIED', 'HUB_STORED_VALUE_INVALID'])

interface ToldPage {
  readonly next: number | null
  readonly hasMore: boolean | null
  readonly snapshotTo: number | null
  readonly events: readonly ToldEvent[] | null
}

interface ToldEvent extends Omit<FeedEvent, 'id' | 'division' | 'record'> {
  readonly eventId: string
  readonly kind: FeedChangeKind
  readonly record: FeedRecord | null
}

/**
 * Reads a division's page from the answer. A field that is missing for any other reason than the reader's rights puts the
 * whole division behind: its reader must not take an outage for "there is nothing". So does a page that leads nowhere,
 * of which a reader would never see the end.
 * @param after the number behind which the page was to begin
 */
export function divisionPage(
  { division, field, records }: EventQuery,
  answer: TextAnswer,
  after: number,
): DivisionPage {
  const fault = answer.errors.find(({ extensions }) => !MEANT.has(codeOf(extensions)))
  const told = (JSON.parse(answer.data.toString()) as Record<string, ToldPage | null> | null)?.[field]
  if (fault === undefined && told) {
    const { next, snapshotTo, events } = told
    const hasMore = told.hasMore === true
    if (next === null || events === null || next < after || (hasMore && next === after))
      return { behind: { division, code: 'HUB_DIVISION_BAD_RESPONSE' } }
    return { next, hasMore, snapshotTo, events: events.map((event) => feedEvent(division, event, records)) }
  }
  const code = codeOf((fault ?? answer.errors[0])?.extensions)
  const since = answer.divisions?.find((state) => state.division === division)?.since
  return { behind: { division, code, since } }
}

const codeOf = (extensions: AnswerError['extensions'] | undefined): string =>
  String(extensions?.code ?? 'HUB_DIVISION_FAILED')

function feedEvent(division: string, { eventId, record, ...facts }: ToldEvent, records: RecordSelection): FeedEvent {
  return { id: eventId, division, ...facts, record: record && withOwnNames(record, records) }
}

function withOwnNames(record: FeedRecord, { aliases }: RecordSelection): FeedRecord {
  const names = aliases.get(record.__typename)
  if (names === undefined || !isDataObject(record)) return record
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [names.get(name) ?? name, value]),
  ) as FeedRecord
}
