import { createServer } from 'node:http'
import { pino } from 'pino'
import { identifyNobody } from '../access/identity/identify.ts'
import { SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import { drain } from '../http/drain.ts'
import { listen } from '../http/listen.ts'
import { sendFailure } from '../http/sendJson.ts'
import { requestPipeline } from '../request/requestPipeline.ts'
import { readSupergraph } from '../supergraph/loadSupergraph.ts'

const KEEPS_NOTHING = { maxAgeMillis: 0, maxBytes: 0, maxEntries: 0 }
const BODY_LIMIT_BYTES = 2 * 1024 * 1024
const STANDARD_ERROR = 2

export interface OpenGatewayOptions {
  /** 0 for any that is free. */
  readonly port: number
  /** Whether equal queries in flight are executed once. */
  readonly dedupe?: boolean
}

export interface OpenGateway {
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * Serves a supergraph on loopback, to anyone, without identity, disclosure or evidence: for conformance suites and
 * benchmarks.
 */
export async function openGateway(sdl: string, { port, dedupe = false }: OpenGatewayOptions): Promise<OpenGateway> {
  const supergraph = readSupergraph(sdl, new Map())
  const executor = new SupergraphExecutor(supergraph, { shareEqualQueries: dedupe, stale: KEEPS_NOTHING })
  const everyone = executor.audience('open', supergraph.apiSchema)
  const logger = pino({ name: 'open gateway', level: 'error' }, pino.destination(STANDARD_ERROR))
  const answer = requestPipeline({
    identify: identifyNobody,
    trustedProxies: 0,
    executor,
    audienceOf: () => everyone,
    logger,
    bodyLimitBytes: BODY_LIMIT_BYTES,
  })
  const http = createServer(async (request, response) => {
    try {
      await answer(request, response)
    } catch (error) {
      sendFailure(response, error, logger)
    }
  })
  const close = async (): Promise<void> => {
    await drain(http, 0)
    await executor.close()
  }
  try {
    return { url: `${await listen(http, { HOST: '127.0.0.1', PORT: port })}/graphql`, close }
  } catch (error) {
    // The planner's thread would keep the process.
    await close()
    throw error
  }
}
