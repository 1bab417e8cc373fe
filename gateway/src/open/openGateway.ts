import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { parseArgs } from 'node:util'
import { SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import { readSupergraph } from '../supergraph/loadSupergraph.ts'
import { OpenHandler } from './openHandler.ts'

const LOOPBACK = '127.0.0.1'
const RED = '\u001b[31m'
const PLAIN = '\u001b[0m'

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
 * @param port 0 for any that is free
 */
export async function openGateway(sdl: string, port: number): Promise<OpenGateway> {
  const executor = new SupergraphExecutor(readSupergraph(sdl, new Map()))
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

/** @throws Error when the file is no supergraph or the port is taken */
export async function runOpenGateway(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { supergraph: { type: 'string' }, port: { type: 'string', default: '4000' } },
  })
  if (values.supergraph === undefined) throw new Error('--supergraph FILE is missing')
  const { url, close } = await openGateway(await readFile(values.supergraph, 'utf8'), Number(values.port))
  process.stdout.write(
    `${RED}开放网关：不识别身份、不分级披露、不留证据，仅限本机 / open gateway: no identity, no disclosure, no evidence; loopback only${PLAIN}\n`,
  )
  process.stdout.write(`ready ${url} ${Math.round(performance.now())} ms\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(0)))
  process.once('disconnect', () => void close().then(() => process.exit(0)))
}
