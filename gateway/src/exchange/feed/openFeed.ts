import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { AccessEvidence } from '../../evidence/access/accessEvidence.ts'
import type { Audience } from '../../execution/audience.ts'
import type { SupergraphExecutor } from '../../execution/supergraphExecutor.ts'
import { askHead } from './askHead.ts'
import { ChangeWatch } from './changeWatch.ts'
import { DivisionFeed } from './divisionFeed.ts'
import { FeedReader } from './feedReader.ts'
import { graphEntities } from './graphEntities.ts'

export interface FeedParts {
  /** SDL of the supergraph that is served. */
  readonly sdl: string
  readonly executor: Pick<SupergraphExecutor, 'execute'>
  readonly audienceOf: (caller: CallerClaims) => Audience
  /** Keeps evidence of what is told. */
  readonly evidence: Pick<AccessEvidence, 'keep'>
}

/** The feed of a hub: one reader for all who want to know of changes. @returns `close` ends what waits for the divisions */
export function openFeed({ sdl, executor, audienceOf, evidence }: FeedParts): {
  reader: FeedReader
  close: () => void
} {
  const divisions = new DivisionFeed(executor, graphEntities(sdl))
  const watch = new ChangeWatch(askHead(executor, audienceOf))
  return { reader: new FeedReader({ divisions, watch, audienceOf, evidence }), close: () => watch.close() }
}
