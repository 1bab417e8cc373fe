import { createServer } from 'node:http'
import { Audiences } from '@hub/gateway/access/audiences'
import { divisionTrust } from '@hub/gateway/access/hop/divisionTrust'
import { DivisionCallers } from '@hub/gateway/access/identity/divisionCallers'
import { identifyBy, identifyNobody } from '@hub/gateway/access/identity/identify'
import { tokenIssuer } from '@hub/gateway/access/identity/tokenIssuer'
import { openHubDatabase } from '@hub/gateway/database/openHubDatabase'
import { divisionHopKeys, type GatewayEnvironment, readEnvironment } from '@hub/gateway/environment'
import { accessEvidence, openEvidence } from '@hub/gateway/evidence/openEvidence'
import { SupergraphExecutor } from '@hub/gateway/execution/supergraphExecutor'
import { requestPipeline } from '@hub/gateway/request/requestPipeline'
import { loadSupergraph } from '@hub/gateway/supergraph/loadSupergraph'
import { graphDisclosure } from '@hub/schema/access/audienceSchema'
import { pino } from 'pino'

/** How much of access a gateway has: none, tokens with audiences and signed calls, or evidence as well. */
export type AccessPart = 'off' | 'access' | 'evidence'

const KEEPS_NOTHING = { maxAgeMillis: 0, maxBytes: 0, maxEntries: 0 }

// `node accessGateway.js PART PORT`, settings as the hub has them: its own pipeline, with nothing in it but what is to be measured.
const [, , part = 'off', port = ''] = process.argv
const environment: GatewayEnvironment = readEnvironment()
const logger = pino({ level: 'error' })
const supergraph = await loadSupergraph(environment.SUPERGRAPH_FILE, new Map())
const { levels } = graphDisclosure(supergraph.sdl)
// On a machine that others use a plan may take long; how long is not what is measured.
const planning = { planMillis: 60_000, heapMegabytes: 512 }
const settings = { planning, stale: KEEPS_NOTHING, ...(part === 'evidence' ? { levels } : {}) }
const executor = new SupergraphExecutor(
  supergraph,
  settings,
  ...(part === 'off' ? [] : [await divisionTrust(environment)]),
)
const everyone = executor.audience('open', supergraph.apiSchema)
const audiences = new Audiences(supergraph, (key, schema) => executor.audience(key, schema))
const divisions = new DivisionCallers(divisionHopKeys(environment))
const identify = identifyBy({
  tokens: tokenIssuer(environment, logger),
  apiKeys: undefined,
  divisions,
  observe: async () => undefined,
})
const database = part === 'evidence' ? openHubDatabase(environment) : undefined
const ledger = database && (await openEvidence(database, environment, logger))
const http = createServer(
  requestPipeline({
    identify: part === 'off' ? identifyNobody : identify,
    trustedProxies: 0,
    executor,
    audienceOf: ({ caller }) => (part === 'off' ? everyone : audiences.of(caller)),
    logger,
    bodyLimitBytes: environment.BODY_LIMIT_BYTES,
    evidence: ledger && accessEvidence(ledger, levels, environment),
  }),
)
http.listen(Number(port), environment.HOST)
process.once('SIGTERM', async () => {
  http.closeAllConnections()
  http.close()
  await executor.close()
  await ledger?.close()
  await database?.close()
})
