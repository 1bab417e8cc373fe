import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { type GraphQLSchema, parse } from 'graphql'
import type { Audience } from '../../execution/audience.ts'
import type { KnownOperation } from '../../execution/operationStore.ts'
import type { RecordSelection } from './recordSelection.ts'
import { rootPrefix } from './rootPrefix.ts'

const EVENT_FIELDS = 'eventId sequence kind family recordId subjectId formerSubjectId version recordedAt effectiveOn'

/** How an audience asks a division for its changes. */
export interface EventQuery {
  readonly division: DivisionName
  readonly operation: KnownOperation
  /** Response name of the page in the answer. */
  readonly field: string
  readonly records: RecordSelection
}

/** Name of the root field by which a division tells its events. */
export function eventsField(division: DivisionName): string {
  return `${rootPrefix(division)}Events`
}

/** Divisions whose events exist for an audience. */
export function toldDivisions(schema: GraphQLSchema): DivisionName[] {
  const fields = schema.getQueryType()?.getFields() ?? {}
  return divisions.map(({ name }) => name).filter((name) => eventsField(name) in fields)
}

/** What of a division's records is asked for. */
export type SelectRecords = (schema: GraphQLSchema, division: DivisionName) => RecordSelection

/** No more than which records may be seen: for whoever has them looked up by their ids. */
export const namedRecords: SelectRecords = () => ({ text: '__typename', aliases: new Map() })

/** The queries of each audience, made once: planning them costs far more than any read. */
export class EventQueries {
  private readonly made = new WeakMap<Audience, Map<DivisionName, EventQuery>>()

  constructor(private readonly select: SelectRecords) {}

  /** @param division one of `toldDivisions` */
  of(audience: Audience, division: DivisionName): EventQuery {
    const known = this.made.get(audience) ?? new Map<DivisionName, EventQuery>()
    this.made.set(audience, known)
    const query = known.get(division) ?? this.make(audience, division)
    known.set(division, query)
    return query
  }

  private make({ schema, operations }: Audience, division: DivisionName): EventQuery {
    const field = eventsField(division)
    const records = this.select(schema, division)
    // Written by the hub itself, so the limits of clients' documents do not apply.
    const document = parse(`query Feed($after: Int!, $first: Int!, $families: [String!], $snapshotTo: Int) {
      ${field}(after: $after, first: $first, families: $families, snapshotTo: $snapshotTo) {
        next hasMore snapshotTo events { ${EVENT_FIELDS} record { ${records.text} } }
      }
    }`)
    return { division, operation: operations.find(document), field, records }
  }
}
