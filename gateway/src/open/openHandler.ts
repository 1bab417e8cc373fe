import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError, OperationTypeNode } from 'graphql'
import { answerText } from '../execution/answer/answerText.ts'
import { Cancellation } from '../execution/divisions/cancellation.ts'
import { ExchangeBroken } from '../execution/divisions/httpExchange.ts'
import { DocumentStore } from '../execution/documentStore.ts'
import type { TextAnswer } from '../execution/executeOperation.ts'
import { selectOperation } from '../execution/plan/selectOperation.ts'
import type { SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import { type GraphqlParams, graphqlParams, HttpFault } from './graphqlParams.ts'
import { type AnswerMediaType, answerMediaType, PLAIN_JSON, RESPONSE_JSON } from './mediaType.ts'

const BODY_LIMIT_BYTES = 2 * 1024 * 1024

/** Everyone has the same rights here. */
const ACCESS_KEY = 'open'

interface Reply {
  readonly status: number
  readonly body: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

function faultReply(errors: readonly GraphQLError[], status: number): Reply {
  return { status, body: Buffer.from(JSON.stringify({ errors })) }
}

/** Answers GraphQL over HTTP from one executor, for whoever asks. */
export class OpenHandler {
  private readonly documents: DocumentStore
  /** An answer that several share is encoded once. */
  private readonly bodies = new WeakMap<TextAnswer, Buffer>()

  constructor(private readonly executor: SupergraphExecutor) {
    this.documents = new DocumentStore(executor.apiSchema, executor.settings.keptOperations)
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cancellation = new Cancellation()
    response.on('close', () => cancellation.cancel())
    const type = answerMediaType(request.headers.accept)
    try {
      if (type === undefined) throw new HttpFault(406, `Accept ${RESPONSE_JSON} or ${PLAIN_JSON}.`)
      const params = await graphqlParams(request, BODY_LIMIT_BYTES)
      send(response, type, await this.reply(params, request.method === 'GET', type, cancellation))
    } catch (error) {
      if (error instanceof ExchangeBroken) return
      if (!(error instanceof HttpFault)) throw error
      const { status, headers, message } = error
      send(response, type ?? PLAIN_JSON, { ...faultReply([new GraphQLError(message)], status), headers })
    }
  }

  private encoded(answer: TextAnswer): Buffer {
    const known = this.bodies.get(answer)
    if (known !== undefined) return known
    const body = answerText(answer)
    this.bodies.set(answer, body)
    return body
  }

  private async reply(
    params: GraphqlParams,
    safe: boolean,
    type: AnswerMediaType,
    cancellation: Cancellation,
  ): Promise<Reply> {
    // GraphQL over HTTP: a client of application/json takes any other status than 200 for a fault of the transport.
    const refused = type === PLAIN_JSON ? 200 : 400
    const { document, errors } = this.documents.check(params.query)
    if (errors) return faultReply(errors, refused)
    try {
      const { operation } = selectOperation(document, params.operationName)
      if (safe && operation.operation === OperationTypeNode.MUTATION)
        throw new HttpFault(405, 'Mutations take POST.', { allow: 'POST' })
      const answer = await this.executor.execute(
        { documentKey: params.query, document, ...params },
        { cancellation, accessKey: ACCESS_KEY },
      )
      return { status: 200, body: this.encoded(answer) }
    } catch (error) {
      if (error instanceof GraphQLError) return faultReply([error], refused)
      throw error
    }
  }
}

function send(response: ServerResponse, type: AnswerMediaType, { status, body, headers = {} }: Reply): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': body.length, ...headers })
  response.end(body)
}
