import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerer, type StubSubgraph } from './stubSubgraph.ts'

export interface ServedStub {
  readonly name: string
  readonly url: string
  /** Requests answered since the start. */
  readonly calls: () => number
  close(): Promise<void>
}

/** Bodies remembered; a measurement asks a handful, over and over. */
const MEMORY = 2000

function readBody(request: IncomingMessage, then: (body: string) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => then(chunks.length === 1 ? String(chunks[0]) : String(Buffer.concat(chunks))))
}

/**
 * Serves a subgraph that costs next to nothing: it computes the answer to a body once and sends the same bytes ever after,
 * so that what is measured is the gateway.
 */
export async function serveStub(stub: StubSubgraph): Promise<ServedStub> {
  const answer = answerer(stub)
  const known = new Map<string, Buffer>()
  let calls = 0
  const send = (response: ServerResponse, bytes: Buffer): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
    response.end(bytes)
  }
  const server = createServer((request, response) => {
    readBody(request, (body) => {
      calls += 1
      const bytes = known.get(body)
      if (bytes) {
        send(response, bytes)
        return
      }
      answer(body).then(
        (text) => {
          const fresh = Buffer.from(text)
          if (known.size < MEMORY) known.set(body, fresh)
          send(response, fresh)
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      )
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { name: stub.name, url: `http://127.0.0.1:${port}/graphql`, calls: () => calls, close }
}
