import type { IncomingMessage, ServerResponse } from 'node:http'
import { clientAddress } from '../../access/identity/clientAddress.ts'
import type { Identify } from '../../access/identity/identify.ts'
import type { Route } from '../../http/hubRoutes.ts'
import { asRefusal } from '../../request/asRefusal.ts'
import { graphqlParams } from '../../request/graphqlParams.ts'
import { logOperation } from '../../request/logOperation.ts'
import { type RequestContext, requestContext } from '../../request/requestContext.ts'
import { httpFault } from '../../request/requestRefusal.ts'
import { sendRefusal } from '../../request/sendRefusal.ts'
import { EventWriter } from './eventWriter.ts'
import { SharedStreams } from './sharedStreams.ts'
import { callerKey, type LookAgain, streamIdentity } from './streamIdentity.ts'
import { distinctMessages } from './streamMessages.ts'
import { StreamOperation, type StreamParts } from './streamOperation.ts'
import type { StreamPlaces } from './streamPlaces.ts'

export interface StreamRouteParts extends StreamParts {
  readonly identify: Identify
  readonly trustedProxies: number
  readonly bodyLimitBytes: number
  readonly places: StreamPlaces
}

export interface StreamRoute {
  readonly route: Route
  /** Ends every stream, and lets in no other; nobody is told that anything were complete. */
  close(): void
}

const TOKEN_HEADER = 'x-graphql-event-stream-token'

/** One request, as far as it is known who sent it. */
interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly context: RequestContext
  readonly lookAgain: LookAgain
  readonly owner: string
  /** Undefined where the request names no shared stream. */
  readonly token: string | undefined
  readonly search: URLSearchParams
}

/** `/graphql/stream`: subscriptions by the GraphQL over SSE protocol, with a connection for each or one for many. */
export function streamRoute(parts: StreamRouteParts): StreamRoute {
  const { identify, trustedProxies, bodyLimitBytes, places, logger, heartbeatMillis } = parts
  const shared = new SharedStreams()
  const distinct = new Set<StreamOperation>()
  let isClosed = false

  async function operationOf({ request, context, lookAgain }: Visit, lastEventId?: string) {
    const asked = await graphqlParams(request, bodyLimitBytes)
    return { asked, operation: new StreamOperation(parts, { context, asked, lastEventId, lookAgain }) }
  }

  const writerOf = ({ response, context: { requestId } }: Visit): EventWriter =>
    new EventWriter(response, { requestId, heartbeatMillis })

  /** A connection with one operation. */
  async function subscribe(visit: Visit): Promise<void> {
    const { request, response, owner } = visit
    const { operation } = await operationOf(visit, one(request.headers['last-event-id']))
    // Whoever has gone by now closes no connection any more, and would keep his place for ever.
    if (response.destroyed) return
    const leave = places.take(owner)
    distinct.add(operation)
    response.on('close', () => {
      operation.stop()
      leave()
    })
    const writer = writerOf(visit)
    await operation.run((message) => writer.write(message), distinctMessages)
    distinct.delete(operation)
    writer.end()
  }

  function reserve({ response, owner }: Visit): void {
    const token = shared.reserve(owner, places.take(owner))
    response.writeHead(201, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(token)
  }

  function connect(visit: Visit, token: string): void {
    shared.connect(token, visit.owner, () => writerOf(visit))
    visit.response.on('close', () => shared.end(token))
  }

  /** One operation more on a shared stream; what it says comes there. */
  async function add(visit: Visit, token: string): Promise<void> {
    const { response, owner, context } = visit
    const { asked, operation } = await operationOf(visit)
    const id = asked.extensions?.operationId
    if (typeof id !== 'string' || id === '') throw httpFault(400, '缺少 extensions.operationId')
    const leave = places.take(owner)
    const onFault = (err: unknown): void => logger.error({ requestId: context.requestId, err }, 'a stream failed')
    try {
      shared.run(token, owner, id, operation).catch(onFault).finally(leave)
    } catch (error) {
      leave()
      throw error
    }
    response.writeHead(202).end()
  }

  function take({ response, owner, search }: Visit, token: string): void {
    const id = search.get('operationId') ?? ''
    if (id === '') throw httpFault(400, '缺少 operationId')
    shared.stopOperation(token, owner, id)
    response.writeHead(200).end()
  }

  async function answer(visit: Visit): Promise<void> {
    if (isClosed) throw httpFault(503, '枢纽正在停止', { headers: { 'retry-after': '2' } })
    const { request, response, token } = visit
    if (response.destroyed) return
    const wantsEvents = /\btext\/event-stream\b/.test(request.headers.accept ?? '')
    if (wantsEvents) return token === undefined ? subscribe(visit) : connect(visit, token)
    if (request.method === 'PUT') return reserve(visit)
    if (token === undefined) throw httpFault(406, 'Accept 应为 text/event-stream')
    if (request.method === 'POST') return add(visit, token)
    if (request.method === 'DELETE') return take(visit, token)
    throw httpFault(405, '请用 GET、POST、PUT 或 DELETE', { headers: { allow: 'GET, POST, PUT, DELETE' } })
  }

  const route: Route = async (request, response) => {
    const context = requestContext(request.headers, clientAddress(request, trustedProxies))
    try {
      const lookAgain = await streamIdentity(identify, request, context)
      const search = new URL(request.url ?? '/', 'http://localhost').searchParams
      const token = one(request.headers[TOKEN_HEADER]) ?? search.get('token') ?? undefined
      await answer({ request, response, context, lookAgain, owner: callerKey(context), token, search })
    } catch (error) {
      const refusal = asRefusal(error, context, logger)
      logOperation(logger, context, refusal.errors)
      sendRefusal(response, context.requestId, refusal)
    }
  }
  const close = (): void => {
    isClosed = true
    for (const operation of distinct) operation.stop()
    shared.close()
  }
  return { route, close }
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined
}
