import type { Server } from 'node:http'
import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import type { Logger } from 'pino'
import { stringifyAnswer } from '../execution/textData.ts'
import { formatError } from './formatError.ts'
import type { HubContext } from './hubContext.ts'
import { logOperations } from './logOperations.ts'
import { refuseUnknownOperation } from './refuseUnknownOperation.ts'
import { statusOfJson } from './statusOfJson.ts'

export interface GraphqlServerOptions {
  /** Drained when the GraphQL server stops. */
  readonly http: Server
  readonly logger: Logger
  /** How long stopping waits for answers under way. */
  readonly drainMillis: number
}

/** The hub's GraphQL server: it parses, validates and formats; `gateway` executes. It reports to nobody. */
export function graphqlServer(
  gateway: GatewayInterface,
  { http, logger, drainMillis }: GraphqlServerOptions,
): ApolloServer<HubContext> {
  return new ApolloServer<HubContext>({
    gateway,
    formatError,
    stringifyResult: stringifyAnswer,
    logger,
    introspection: true,
    persistedQueries: false,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: drainMillis }),
      logOperations(logger),
      refuseUnknownOperation,
      statusOfJson,
    ],
  })
}
