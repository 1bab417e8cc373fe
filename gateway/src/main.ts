import { createServer } from 'node:http'
import { graphDisclosure } from '@hub/schema/access/audienceSchema'
import { HubError } from '@hub/schema/errors/HubError'
import { pino } from 'pino'
import { Audiences } from './access/audiences.ts'
import { ConsentStore } from './access/consent/consentStore.ts'
import { withGrants } from './access/consent/withGrants.ts'
import { divisionTrust } from './access/hop/divisionTrust.ts'
import { DivisionCallers } from './access/identity/divisionCallers.ts'
import { identifyBy, identifyNobody } from './access/identity/identify.ts'
import { tokenIssuer } from './access/identity/tokenIssuer.ts'
import { apiKeyRoutes } from './access/keys/apiKeyRoutes.ts'
import { openApiKeys } from './access/keys/openApiKeys.ts'
import { openHubDatabase } from './database/openHubDatabase.ts'
import { divisionHopKeys, divisionUrls, executionSettings, readEnvironment } from './environment.ts'
import { accessObserver } from './evidence/access/accessObserver.ts'
import { accessEvidence, openEvidence } from './evidence/openEvidence.ts'
import { SupergraphExecutor } from './execution/supergraphExecutor.ts'
import { consoleFiles } from './http/consoleFiles.ts'
import { drain } from './http/drain.ts'
import { hubRoutes } from './http/hubRoutes.ts'
import { listen } from './http/listen.ts'
import { untilStopped } from './http/untilStopped.ts'
import { requestGuards } from './limits/requestGuards.ts'
import { HubMetrics } from './metrics/hubMetrics.ts'
import { metricsRoute } from './metrics/metricsRoute.ts'
import type { RequestContext } from './request/requestContext.ts'
import { requestPipeline } from './request/requestPipeline.ts'
import { loadSupergraph } from './supergraph/loadSupergraph.ts'

/** Runs the hub until it is told to stop; what it has begun to answer, it answers. */
async function main(): Promise<void> {
  const environment = readEnvironment()
  const logger = pino({ name: 'gateway', level: environment.LOG_LEVEL })
  const supergraph = await loadSupergraph(environment.SUPERGRAPH_FILE, divisionUrls(environment))
  const [trust, guards] = await Promise.all([divisionTrust(environment), requestGuards(environment)])
  const console = await consoleFiles()
  const tokens = tokenIssuer(environment, logger)
  const { levels } = graphDisclosure(supergraph.sdl)
  const database = openHubDatabase(environment)
  const ledger = database && (await openEvidence(database, environment, logger))
  const settings = { ...executionSettings(environment), documentGuard: guards.document, levels }
  const metrics = new HubMetrics()
  const executor = new SupergraphExecutor(supergraph, settings, trust, metrics)
  metrics.watch(executor)
  const audiences = new Audiences(supergraph, (key, schema) => executor.audience(key, schema))
  const apiKeys = openApiKeys(environment, database)
  const observe = accessObserver(ledger, logger)
  const divisions = new DivisionCallers(divisionHopKeys(environment))
  const consents = database && new ConsentStore(database.db)
  const identify = withGrants(identifyBy({ tokens, apiKeys: apiKeys?.verifier, divisions, observe }), consents)
  const pipeline = {
    trustedProxies: environment.TRUSTED_PROXIES,
    executor,
    audienceOf: ({ caller }: RequestContext) => audiences.of(caller),
    logger,
    bodyLimitBytes: environment.BODY_LIMIT_BYTES,
    guards,
    evidence: accessEvidence(ledger, levels, environment),
  }
  const graphql = requestPipeline({ ...pipeline, identify })
  const publicGraphql = requestPipeline({ ...pipeline, identify: identifyNobody })
  const http = createServer({ requestTimeout: environment.CLIENT_DEADLINE_MS })
  const { TRUSTED_PROXIES: trustedProxies } = environment
  const acts = apiKeys && apiKeyRoutes({ acts: apiKeys.acts, identify, trustedProxies, observe })
  http.on(
    'request',
    hubRoutes({
      graphql,
      publicGraphql,
      metrics: metricsRoute(metrics.registry),
      supergraph,
      health: () => executor.divisions.health(),
      tls: trust.tls,
      acts,
      console,
      logger,
    }),
  )
  // Heard before anyone is told that we are ready: a signal that came in between would end us with answers under way.
  const stopped = untilStopped()
  try {
    logger.info({ address: await listen(http, environment) }, 'gateway is ready')
    logger.info({ reason: await stopped }, 'gateway is stopping')
  } finally {
    await drain(http, environment.CLIENT_DEADLINE_MS)
    // Also where it cannot listen: the planner's thread would keep the process.
    await executor.close()
    await ledger?.close()
    await database?.close()
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof HubError)) throw error
  process.stderr.write(`gateway: [${error.code}] ${error.message}\n  ${error.remedy.zh}\n  ${error.remedy.en}\n`)
  process.exitCode = 1
}
