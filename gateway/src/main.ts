import { createServer } from 'node:http'
import { HubError } from '@hub/schema/errors/HubError'
import { type Logger, pino } from 'pino'
import { divisionTrust } from './access/hop/divisionTrust.ts'
import { divisionUrls, type GatewayEnvironment, readEnvironment } from './environment.ts'
import { consoleFiles } from './http/consoleFiles.ts'
import { drain } from './http/drain.ts'
import { hubRoutes } from './http/hubRoutes.ts'
import { listen } from './http/listen.ts'
import { untilStopped } from './http/untilStopped.ts'
import { requestGuards } from './limits/requestGuards.ts'
import { metricsRoute } from './metrics/metricsRoute.ts'
import { type LoadedSupergraph, loadSupergraph } from './supergraph/loadSupergraph.ts'
import { openDeliveries } from './wiring/openDeliveries.ts'
import { openExchange } from './wiring/openExchange.ts'
import { openExecution } from './wiring/openExecution.ts'
import { openFiles } from './wiring/openFiles.ts'
import { openIdentity } from './wiring/openIdentity.ts'
import { openPipelines } from './wiring/openPipelines.ts'
import { openReconciliation } from './wiring/openReconciliation.ts'
import { type HubStores, openStores } from './wiring/openStores.ts'

/** Runs the hub until it is told to stop; what it has begun to answer, it answers. */
async function main(): Promise<void> {
  const environment = readEnvironment()
  const logger = pino({ name: 'gateway', level: environment.LOG_LEVEL })
  const supergraph = await loadSupergraph(environment.SUPERGRAPH_FILE, divisionUrls(environment))
  const stores = await openStores(environment, logger)
  try {
    await serve(environment, { supergraph, stores, logger })
  } finally {
    await stores.close()
  }
}

interface ServedParts {
  readonly supergraph: LoadedSupergraph
  readonly stores: HubStores
  readonly logger: Logger
}

async function serve(environment: GatewayEnvironment, { supergraph, stores, logger }: ServedParts): Promise<void> {
  const { redis } = stores
  const [trust, guards] = await Promise.all([divisionTrust(environment), requestGuards(environment, supergraph, redis)])
  const console = await consoleFiles()
  const { identify, acts } = openIdentity(environment, stores, logger)
  const execution = openExecution(environment, { supergraph, trust, guards, stores, logger })
  const ways = openPipelines(environment, { execution, identify, guards, logger })
  const exchange = openExchange(environment, { execution, identify, guards, stores, logger })
  const { executor, metrics } = execution
  const deliveries = openDeliveries(environment, { stores, feed: exchange.feed, metrics, logger })
  const files = openFiles(environment, { stores, feed: exchange.feed, logger })
  const reconciliation = openReconciliation(environment, { stores, metrics, logger })
  const health = () => executor.divisions.health()
  const counts = metricsRoute(metrics.registry)
  const others = new Map([...exchange.routes, ...(acts ?? [])])
  const own = { metrics: counts, supergraph, health, tls: trust.tls, redis }
  const routes = hubRoutes({ ...ways, ...own, others, console, logger })
  const http = createServer({ requestTimeout: environment.CLIENT_DEADLINE_MS }, routes)
  // Heard before anyone is told that we are ready: a signal that came in between would end us with answers under way.
  const stopped = untilStopped()
  try {
    logger.info({ address: await listen(http, environment) }, 'gateway is ready')
    logger.info({ reason: await stopped }, 'gateway is stopping')
  } finally {
    exchange.close()
    await Promise.all([
      deliveries.close(),
      files.close(),
      reconciliation.close(),
      drain(http, environment.CLIENT_DEADLINE_MS),
    ])
    // Also where it cannot listen: the planner's thread would keep the process.
    await executor.close()
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof HubError)) throw error
  process.stderr.write(`gateway: [${error.code}] ${error.message}\n  ${error.remedy.zh}\n  ${error.remedy.en}\n`)
  process.exitCode = 1
}
