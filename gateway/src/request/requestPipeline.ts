import type { IncomingMessage } from 'node:http'
import { HubError } from '@hub/schema/errors/HubError'
import { type DocumentNode, OperationTypeNode } from 'graphql'
import type { Logger } from 'pino'
import { clientAddress } from '../access/identity/clientAddress.ts'
import type { Identify, RequestIdentity } from '../access/identity/identify.ts'
import type { AccessEvidence } from '../evidence/access/accessEvidence.ts'
import type { Audience } from '../execution/audience.ts'
import type { CheckedDocument } from '../execution/documentStore.ts'
import type { TextAnswer } from '../execution/executeOperation.ts'
import type { KnownOperation } from '../execution/operationStore.ts'
import type { OperationContext, SupergraphExecutor } from '../execution/supergraphExecutor.ts'
import type { Route } from '../http/hubRoutes.ts'
import type { SpentCost } from '../limits/costGuard.ts'
import { countObjects } from '../limits/countObjects.ts'
import type { RequestGuards } from '../limits/requestGuards.ts'
import { accessKey } from './accessKey.ts'
import { answerMediaType, PLAIN_JSON, RESPONSE_JSON } from './answerMediaType.ts'
import { asRefusal } from './asRefusal.ts'
import { type GraphqlParams, graphqlParams } from './graphqlParams.ts'
import { logOperation } from './logOperation.ts'
import { noteIdentity } from './noteIdentity.ts'
import { type RequestContext, requestContext } from './requestContext.ts'
import { httpFault, RequestRefusal } from './requestRefusal.ts'
import { rightsKey } from './rightsKey.ts'
import { sendAnswer } from './sendAnswer.ts'

export interface PipelineParts {
  /** Who asks. */
  readonly identify: Identify
  /** How many proxies stand before the hub, for the address that a request comes from. */
  readonly trustedProxies: number
  readonly executor: Pick<SupergraphExecutor, 'execute'>
  /** Whose schema a request is held against. */
  readonly audienceOf: (context: RequestContext) => Audience
  readonly logger: Logger
  readonly bodyLimitBytes: number
  /** What refuses costly requests; none for tests and benchmarks of execution alone. */
  readonly guards?: RequestGuards | undefined
  /** What keeps evidence of the answers; none for tests and benchmarks of execution alone. */
  readonly evidence?: AccessEvidence | undefined
}

/** The life of a request from HTTP to the answer's bytes. */
export function requestPipeline(parts: PipelineParts): Route {
  const { identify, trustedProxies, executor, audienceOf, logger, bodyLimitBytes, guards, evidence } = parts

  /** The steps in their order; each may end the request by throwing. */
  async function answer(request: IncomingMessage, context: RequestContext): Promise<TextAnswer> {
    const identity = await identify(request, context)
    const leave = identity.enter?.()
    try {
      return await answerTo(identity, request, context)
    } finally {
      leave?.()
    }
  }

  async function answerTo(
    identity: RequestIdentity,
    request: IncomingMessage,
    context: RequestContext,
  ): Promise<TextAnswer> {
    context.caller = identity.caller
    const asked = await graphqlParams(request, bodyLimitBytes, identity.verifyBody)
    const { operationName, variables } = asked
    const query = guards?.admit(asked, context.caller) ?? queryOf(asked)
    context.registeredPurpose = guards?.purposeOf(query)
    await noteIdentity(context, identity)
    const audience = audienceOf(context)
    const document = validDocument(audience.documents.check(query))
    const operation = audience.operations.find(document, operationName)
    context.operation = operation.operation
    refuseUnsafeGet(request, operation)
    const cost = await guards?.cost.spend(context, audience.schema, operation, variables)
    const ready = await audience.operations.ready(operation, variables)
    const run = () => executor.execute(ready, callsOf(context, audience))
    const executed = await (evidence?.around({ context, schema: audience.schema, ready }, run) ?? run())
    return context.wantsCost && cost ? withCost(executed, cost) : executed
  }

  return async (request, response) => {
    const context = requestContext(request.headers, clientAddress(request, trustedProxies))
    response.on('close', () => context.cancellation.cancel())
    const type = answerMediaType(request.headers.accept)
    const outcome = await (type ? answer(request, context) : notAcceptable()).catch((error) =>
      asRefusal(error, context, logger),
    )
    logOperation(logger, context, outcome.errors)
    sendAnswer(response, context.requestId, type ?? PLAIN_JSON, outcome)
  }
}

function queryOf({ query }: GraphqlParams): string {
  if (query === undefined) throw new HubError('HUB_DOCUMENT_UNKNOWN')
  return query
}

/** What was spent, and what the answer turned out to hold. */
function withCost({ whole: _, ...answer }: TextAnswer, cost: SpentCost): TextAnswer {
  return { ...answer, cost: { ...cost, actual: countObjects(JSON.parse(answer.data.toString())) } }
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
    accessKey: accessKey(key, caller),
    rights: rightsKey(key, caller),
  }
}
