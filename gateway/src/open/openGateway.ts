import { createServer, type Server } from 'node:http'
import { SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import { readSupergraph } from '../supergraph/loadSupergraph.ts'
import { OpenHandler } from './openHandler.ts'

const LOOPBACK = '127.0.0.1'

export interface OpenGatewayOptions {
  /** 0 for any that is free. */
  readonly port: number
  /** Whether equal queries in flight are executed once. */
  readonly dedupe?: boolean
}

export interface OpenGateway {
  readonly url: string
  readonly executor: SupergraphExecutor
  readonly close: () => Promise<void>
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/**
 * Serves a supergraph on loopback, to anyone, without identity, disclosure or evidence: for conformance suites and
 * benchmarks.
 */
export async function openGateway(sdl: string, { port, dedupe = false }: OpenGatewayOptions): Promise<OpenGateway> {
  const executor = new SupergraphExecutor(readSupergraph(sdl, new Map()), { shareEqualQueries: dedupe })
  const handler = new OpenHandler(executor)
  const server = createServer((request, response) => {
    handler.handle(request, response).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  const url = `http://${LOOPBACK}:${await listen(server, port)}/graphql`
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await executor.close()
  }
  return { url, executor, close }
}
