import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewayLoadResult,
  GatewaySchemaLoadOrUpdateCallback,
  GatewayUnsubscriber,
} from '@apollo/server-gateway-interface'
import { GraphQLError } from 'graphql'
import type { ExecutionSettings } from './divisions/executionSettings.ts'
import type { TextAnswer } from './executeOperation.ts'
import { type ExecutableSupergraph, type OperationContext, SupergraphExecutor } from './supergraphExecutor.ts'
import { TextData } from './textData.ts'

/** What an operation's calls take over from the request's context. */
export type CallContextOf<Context> = (context: Context) => OperationContext

/** The executor as Apollo Server knows a gateway. The server must write results with `stringifyAnswer`. */
export class HubGateway<Context extends object> implements GatewayInterface {
  readonly executor: SupergraphExecutor
  private readonly listeners = new Set<GatewaySchemaLoadOrUpdateCallback>()

  constructor(
    private readonly supergraph: ExecutableSupergraph,
    private readonly callContext: CallContextOf<Context>,
    settings: Partial<ExecutionSettings> = {},
  ) {
    this.executor = new SupergraphExecutor(supergraph, settings)
  }

  onSchemaLoadOrUpdate(listener: GatewaySchemaLoadOrUpdateCallback): GatewayUnsubscriber {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async load(): Promise<GatewayLoadResult> {
    const { apiSchema, sdl } = this.supergraph
    for (const listener of this.listeners) listener({ apiSchema, coreSupergraphSdl: sdl })
    return { executor: (request) => this.execute(request) }
  }

  stop(): Promise<void> {
    return this.executor.close()
  }

  private async execute(request: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    const { document, queryHash, operationName, context } = request
    try {
      const operation = { documentKey: queryHash, document, operationName, variables: request.request.variables }
      return executionResult(await this.executor.execute(operation, this.callContext(context as Context)))
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] }
      throw error
    }
  }
}

function executionResult({ data, errors, divisions }: TextAnswer): GatewayExecutionResult {
  return {
    data: new TextData(data) as unknown as Record<string, unknown>,
    ...(errors.length === 0 ? {} : { errors: errors.map(graphqlError) }),
    ...(divisions ? { extensions: { divisions } } : {}),
  }
}

function graphqlError({ message, path, extensions, cause }: TextAnswer['errors'][number]): GraphQLError {
  return new GraphQLError(message, {
    path: path ?? null,
    extensions: { ...extensions },
    originalError: cause ?? null,
  })
}
