import { createServer } from 'node:http'
import { HubError } from '@hub/schema/errors/HubError'
import { pino } from 'pino'
import { divisionUrls, readEnvironment } from './environment.ts'
import { consoleFiles } from './http/consoleFiles.ts'
import { hubRoutes } from './http/hubRoutes.ts'
import { listen } from './http/listen.ts'
import { graphqlServer } from './server/graphqlServer.ts'
import { untilStopped } from './server/untilStopped.ts'
import { federatedGateway } from './supergraph/federatedGateway.ts'
import { loadSupergraph } from './supergraph/loadSupergraph.ts'

/** Runs the hub until it is told to stop; what it has begun to answer, it answers. */
async function main(): Promise<void> {
  const environment = readEnvironment()
  const logger = pino({ name: 'gateway', level: environment.LOG_LEVEL })
  const supergraph = await loadSupergraph(environment.SUPERGRAPH_FILE, divisionUrls(environment))
  const gateway = federatedGateway(supergraph, environment.SUBGRAPH_DEADLINE_MS)
  const http = createServer({ requestTimeout: environment.CLIENT_DEADLINE_MS })
  const server = graphqlServer(gateway, { http, logger, drainMillis: environment.CLIENT_DEADLINE_MS })
  await server.start()
  http.on('request', hubRoutes({ server, supergraph, console: await consoleFiles(), logger, environment }))
  // Heard before anyone is told that we are ready: a signal that came in between would end us with answers under way.
  const stopped = untilStopped()
  try {
    logger.info({ address: await listen(http, environment) }, 'gateway is ready')
    logger.info({ reason: await stopped }, 'gateway is stopping')
  } finally {
    // Also where it cannot listen: the planner's thread would keep the process.
    await server.stop()
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof HubError)) throw error
  process.stderr.write(`gateway: [${error.code}] ${error.message}\n  ${error.remedy.zh}\n  ${error.remedy.en}\n`)
  process.exitCode = 1
}
