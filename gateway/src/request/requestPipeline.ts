import type { IncomingMessage } from 'node:http'
import { type DocumentNode, GraphQLError, OperationTypeNode } from 'graphql'
import type { Logger } from 'pino'
import type { Audience } from '../execution/audience.ts'
import type { CheckedDocument } from '../execution/documentStore.ts'
import type { TextAnswer } from '../execution/executeOperation.ts'
import type { KnownOperation } from '../execution/operationStore.ts'
import type { OperationContext, SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import type { Route } from '../http/hubRoutes.ts'
import { answerMediaType, PLAIN_JSON, RESPONSE_JSON } from './answerMediaType.ts'
import { graphqlParams } from './graphqlParams.ts'
import { logOperation } from './logOperation.ts'
import { type RequestContext, requestContext } from './requestContext.ts'
import { httpFault, RequestRefusal } from './requestRefusal.ts'
import { sendAnswer } from './sendAnswer.ts'

export interface PipelineParts {
  readonly executor: Pick<SupergraphExecutor, 'execute'>
  /** Whose schema a request is held against. */
  readonly audienceOf: (context: RequestContext) => Audience
  readonly logger: Logger
  readonly bodyLimitBytes: number
}

/** The life of a request from HTTP to the answer's bytes. */
export function requestPipeline({ executor, audienceOf, logger, bodyLimitBytes }: PipelineParts): Route {
  /** The steps in their order; each may end the request by throwing. */
  async function answer(request: IncomingMessage, context: RequestContext): Promise<TextAnswer> {
    const { query, operationName, variables } = await graphqlParams(request, bodyLimitBytes)
    const audience = audienceOf(context)
    const document = validDocument(audience.documents.check(query))
    const operation = audience.operations.find(document, operationName)
    context.operation = operation.operation
    refuseUnsafeGet(request, operation)
    const ready = await audience.operations.ready(operation, variables)
    return executor.execute(ready, callsOf(context, audience))
  }

  function refusal(error: unknown, { requestId, cancellation }: RequestContext): RequestRefusal {
    if (error instanceof RequestRefusal) return error
    if (error instanceof GraphQLError) return new RequestRefusal([error])
    if (!cancellation.cancelled) logger.error({ requestId, err: error }, 'a request failed')
    return new RequestRefusal([new GraphQLError('枢纽内部错误')], { status: 500, cause: error })
  }

  return async (request, response) => {
    const context = requestContext(request.headers)
    response.on('close', () => context.cancellation.cancel())
    const type = answerMediaType(request.headers.accept)
    const outcome = await (type ? answer(request, context) : notAcceptable()).catch((error) => refusal(error, context))
    logOperation(logger, context, outcome.errors)
    sendAnswer(response, context.requestId, type ?? PLAIN_JSON, outcome)
  }
}

async function notAcceptable(): Promise<never> {
  throw httpFault(406, `Accept 应含 ${RESPONSE_JSON} 或 ${PLAIN_JSON}`)
}

function validDocument({ document, errors }: CheckedDocument): DocumentNode {
  if (errors) throw new RequestRefusal(errors)
  return document
}

/** A link that somebody follows must not change anything. */
function refuseUnsafeGet({ method }: IncomingMessage, { operation }: KnownOperation): void {
  if (method === 'GET' && operation.operation !== OperationTypeNode.QUERY)
    throw httpFault(405, '变更操作须用 POST', { headers: { allow: 'POST' } })
}

/** What the divisions are told, and who may share their answers. */
function callsOf({ requestId, caller, cancellation }: RequestContext, { key }: Audience): OperationContext {
  return {
    headers: ['x-request-id', requestId],
    cancellation,
    caller,
    // Whatever a caller's rights depend on is in his claims.
    accessKey: `${key} ${JSON.stringify(caller)}`,
  }
}
