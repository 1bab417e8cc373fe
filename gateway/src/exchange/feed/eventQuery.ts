import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { type GraphQLSchema, parse } from 'graphql'
import type { Audience } from '../../execution/audience.ts'
import type { KnownOperation } from '../../execution/operationStore.ts'
import type { GraphEntities } from './graphEntities.ts'
import { type RecordSelection, recordSelection } from './recordSelection.ts'
import { rootPrefix } from './rootPrefix.ts'

const EVENT_FIELDS = 'eventId sequence kind family recordId subjectId version recordedAt effectiveOn'

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

/** The queries of each audience, made once: planning them costs far more than any read. */
export class EventQueries {
  private readonly made = new WeakMap<Audience, Map<DivisionName, EventQuery>>()

  constructor(private readonly entities: GraphEntities) {}

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
    const records = recordSelection(schema, division, this.entities)
    // Written by the hub itself, so the limits of clients' documents do not apply.
    const document = parse(`query Feed($after: Int!, $first: Int!, $families: [String!], $snapshotTo: Int) {
      ${field}(after: $after, first: $first, families: $families, snapshotTo: $snapshotTo) {
        next hasMore snapshotTo events { ${EVENT_FIELDS} record { ${records.text} } }
      }
    }`)
    return { division, operation: operations.find(document), field, records }
  }
}
