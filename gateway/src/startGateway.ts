import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { pino } from 'pino'
import { divisionUrls, type GatewayEnvironment } from './environment.ts'
import { formatError } from './http/formatError.ts'
import { hubRoutes } from './http/hubRoutes.ts'
import { listen } from './http/listen.ts'
import { logRequests } from './http/logRequests.ts'
import { federatedGateway } from './supergraph/federatedGateway.ts'
import { readSupergraph } from './supergraph/readSupergraph.ts'
import { untilStopped } from './untilStopped.ts'

/** Runs the gateway until it is told to stop; whatever it has begun to answer, it answers. */
export async function startGateway(environment: GatewayEnvironment): Promise<void> {
  const logger = pino({ name: 'gateway', level: environment.LOG_LEVEL })
  const urls = divisionUrls(environment)
  const supergraph = await readSupergraph(environment.SUPERGRAPH_FILE)
  const server = new ApolloServer({
    gateway: federatedGateway(supergraph, urls),
    formatError,
    logger,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginUsageReportingDisabled(), logRequests(logger)],
  })
  const app = await hubRoutes(server, urls)
  const address = await listen(app, environment)
  logger.info({ address }, 'gateway is ready')
  logger.info({ reason: await untilStopped() }, 'gateway is stopping')
  await app.close()
  await server.stop()
}
