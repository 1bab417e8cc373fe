import { graphDisclosure } from '@hub/schema/access/audienceSchema'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { Logger } from 'pino'
import { Audiences } from '../access/audiences.ts'
import type { DivisionTrust } from '../access/hop/divisionTrust.ts'
import { executionSettings, type GatewayEnvironment } from '../environment.ts'
import type { AccessEvidence } from '../evidence/access/accessEvidence.ts'
import { accessEvidence } from '../evidence/openEvidence.ts'
import { type HubFeed, openFeed } from '../exchange/feed/openFeed.ts'
import type { Retract } from '../exchange/feed/retractions.ts'
import type { Audience } from '../execution/audience.ts'
import { SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import { openHubGraph } from '../graph/openHubGraph.ts'
import type { RequestGuards } from '../limits/requestGuards.ts'
import { HubMetrics } from '../metrics/hubMetrics.ts'
import { DivisionDesks } from '../reports/divisionDesks.ts'
import type { LoadedSupergraph } from '../supergraph/loadSupergraph.ts'
import type { HubStores } from './openStores.ts'

export interface ExecutionParts {
  readonly supergraph: LoadedSupergraph
  readonly trust: DivisionTrust
  readonly guards: RequestGuards
  readonly stores: HubStores
  readonly logger: Logger
}

/** What executes operations, for whom, counts them, and keeps evidence of them. */
export interface HubExecution {
  readonly executor: SupergraphExecutor
  readonly audiences: Audiences
  readonly evidence: AccessEvidence
  readonly metrics: HubMetrics
  readonly feed: HubFeed
}

/** Makes the executor over the divisions and the hub's own subgraph. It keeps the process until it is closed. */
export function openExecution(environment: GatewayEnvironment, parts: ExecutionParts): HubExecution {
  const { supergraph, trust, guards, stores, logger } = parts
  const { levels } = graphDisclosure(supergraph.sdl)
  const metrics = new HubMetrics()
  const settings = { ...executionSettings(environment), documentGuard: guards.document, levels }
  // The graph tells of changes, and changes are read through the graph.
  const changes = () => feed.naming
  const inProcess = openHubGraph(environment, { ...stores, changes, desks: () => desks, observer: metrics, logger })
  const executor = new SupergraphExecutor({ ...supergraph, inProcess }, settings, trust, metrics)
  metrics.watch(executor)
  if (stores.redis) metrics.watchRedis(stores.redis)
  const audiences = new Audiences(supergraph, (key, schema) => executor.audience(key, schema))
  const evidence = accessEvidence(stores.ledger, levels, environment)
  const audienceOf = (caller: CallerClaims): Audience => audiences.of(caller)
  const keepsAnswers = environment.STALE_ANSWER_MS > 0 && environment.STALE_ANSWER_BYTES > 0
  const retract: Retract | undefined = keepsAnswers
    ? (division, ids) => executor.stale.retract(division, ids)
    : undefined
  const feed: HubFeed = openFeed({ sdl: supergraph.sdl, executor, evidence, audienceOf, retract })
  if (stores.exchange !== undefined) stores.exchange.running.openFields = feed.openFields
  const desks = new DivisionDesks(executor, audienceOf)
  return { executor, audiences, metrics, evidence, feed }
}
