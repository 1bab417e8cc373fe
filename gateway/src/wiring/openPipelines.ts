import type { Logger } from 'pino'
import { type Identify, identifyNobody } from '../access/identity/identify.ts'
import type { GatewayEnvironment } from '../environment.ts'
import type { Route } from '../http/hubRoutes.ts'
import type { RequestGuards } from '../limits/requestGuards.ts'
import type { RequestContext } from '../request/requestContext.ts'
import { requestPipeline } from '../request/requestPipeline.ts'
import type { HubExecution } from './openExecution.ts'

export interface PipelineSources {
  readonly execution: HubExecution
  readonly identify: Identify
  readonly guards: RequestGuards
  readonly logger: Logger
}

/** The two ways in: for whoever says who he is, and for the public, whatever credential is shown. */
export function openPipelines(
  environment: GatewayEnvironment,
  { execution, identify, guards, logger }: PipelineSources,
): { readonly graphql: Route; readonly publicGraphql: Route } {
  const { executor, audiences, evidence } = execution
  const common = {
    trustedProxies: environment.TRUSTED_PROXIES,
    executor,
    audienceOf: ({ caller }: RequestContext) => audiences.of(caller),
    logger,
    bodyLimitBytes: environment.BODY_LIMIT_BYTES,
    guards,
    evidence,
  }
  return {
    graphql: requestPipeline({ ...common, identify }),
    publicGraphql: requestPipeline({ ...common, identify: identifyNobody }),
  }
}
