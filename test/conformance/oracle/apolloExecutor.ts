import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway'
import { type ExecutionResult, GraphQLError, print } from 'graphql'
import type { LoadExecutor } from './executor.ts'
import type { Operation } from './mergedSchema.ts'
import type { AskSubgraph } from './subgraphServer.ts'

type GatewayExecutor = NonNullable<Awaited<ReturnType<ApolloGateway['load']>>['executor']>
type SubgraphResponse = Awaited<ReturnType<GraphQLDataSource['process']>>

function dataSource(name: string, ask: AskSubgraph): GraphQLDataSource {
  return {
    async process({ request }) {
      const { data = null, errors } = await ask(name, { query: request.query ?? '', variables: request.variables })
      return { data, ...(errors ? { errors } : {}) } as SubgraphResponse
    },
  }
}

/** What Apollo Server hands to a gateway, as far as an executor looks at it. */
export function requestContext({ document, variables, operationName }: Operation): Parameters<GatewayExecutor>[0] {
  const source = print(document)
  const request = { query: source, variables, ...(operationName === undefined ? {} : { operationName }) }
  const context = {
    request,
    document,
    source,
    context: {},
    queryHash: source,
    operationName: operationName ?? null,
    metrics: {},
    logger: console,
    cache: new Map(),
    overallCachePolicy: {},
  }
  return context as unknown as Parameters<GatewayExecutor>[0]
}

/** It reports nulls that its own completion finds in an extension; the specification wants them among the errors. */
function withCompletionErrors(result: ExecutionResult): ExecutionResult {
  const found = (result.extensions?.valueCompletion ?? []) as { message: string; path?: (string | number)[] }[]
  if (found.length === 0) return result
  const errors = found.map(({ message, path }) => new GraphQLError(message, path ? { path } : {}))
  return { ...result, errors: [...(result.errors ?? []), ...errors] }
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** @apollo/gateway, for comparison. */
export const loadApollo: LoadExecutor = async ({ supergraphSdl }, ask) => {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: quiet,
    buildService: ({ name }) => dataSource(name, ask),
  })
  const { executor } = await gateway.load({ apollo: {} })
  return {
    execute: async (operation) => withCompletionErrors(await executor(requestContext(operation))),
    stop: () => gateway.stop(),
  }
}
