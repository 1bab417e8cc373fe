import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { AccessEvidence } from '../../evidence/access/accessEvidence.ts'
import type { Audience } from '../../execution/audience.ts'
import type { SupergraphExecutor } from '../../execution/supergraphExecutor.ts'
import { agreementClaims } from '../agreements/agreementClaims.ts'
import type { OpenFields } from '../agreements/refuseClosedFields.ts'
import { askHead } from './askHead.ts'
import { ChangeWatch } from './changeWatch.ts'
import { DivisionFeed } from './divisionFeed.ts'
import { namedRecords, type SelectRecords, toldDivisions } from './eventQuery.ts'
import { FeedReader } from './feedReader.ts'
import { graphEntities } from './graphEntities.ts'
import { recordFields, recordSelection } from './recordSelection.ts'
import { RETRACTION_READER, type Retract, Retractions } from './retractions.ts'

export interface FeedParts {
  /** SDL of the supergraph that is served. */
  readonly sdl: string
  readonly executor: Pick<SupergraphExecutor, 'execute'>
  readonly audienceOf: (caller: CallerClaims) => Audience
  /** Keeps evidence of what is told. */
  readonly evidence: Pick<AccessEvidence, 'keep'>
  /** Told of what divisions take back, where anybody keeps what they said. */
  readonly retract?: Retract | undefined
}

/** The feed of a hub, for all who want to know of changes. */
export interface HubFeed {
  /** Gives records with all that their reader may see, and leaves evidence of it. */
  readonly reader: FeedReader
  /** Only names the records, for the graph to look them up; the evidence is that of the graph's answer. */
  readonly naming: FeedReader
  /** What the reader of an agreement finds in records. */
  readonly openFields: OpenFields
  /** Ends what waits for the divisions. */
  readonly close: () => void
}

export function openFeed({ sdl, executor, audienceOf, evidence, retract }: FeedParts): HubFeed {
  const entities = graphEntities(sdl)
  const head = askHead(executor, audienceOf)
  const watch = new ChangeWatch(head)
  const readerOf = (select: SelectRecords, kept: FeedParts['evidence']): FeedReader =>
    new FeedReader({ divisions: new DivisionFeed(executor, select), watch, audienceOf, evidence: kept })
  const naming = readerOf(namedRecords, { keep: async () => undefined })
  const retractions = retract && new Retractions({ reader: naming, askHead: head, retract })
  retractions?.follow(toldDivisions(audienceOf(RETRACTION_READER).schema))
  return {
    reader: readerOf((schema, division) => recordSelection(schema, division, entities), evidence),
    naming,
    openFields: (terms, family) => recordFields(audienceOf(agreementClaims(terms)).schema, family, entities),
    close: () => {
      retractions?.close()
      watch.close()
    },
  }
}
