import type { GraphQLDataSource } from '@apollo/gateway'
import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface'
import { HubError } from '@hub/schema/errors/HubError'
import { Agent, request } from 'undici'
import type { HubContext } from '../server/hubContext.ts'

/** Header by which a division learns how many milliseconds the hub will wait. */
const DEADLINE_HEADER = 'hub-deadline-ms'
const CONNECT_MS = 2_000

const TIME_OUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_ABORTED'])

function failure(division: string, error: unknown): HubError {
  const { code, name } = error as { code?: string; name?: string }
  const late = name === 'TimeoutError' || TIME_OUTS.has(code ?? '')
  const cause = error instanceof Error ? { cause: error } : {}
  return new HubError(late ? 'HUB_DIVISION_TIMEOUT' : 'HUB_DIVISION_UNAVAILABLE', undefined, {
    details: { division },
    ...cause,
  })
}

/** Calls one division over connections that are kept open. */
export function divisionSource(name: string, url: string, deadlineMillis: number): GraphQLDataSource<HubContext> {
  const dispatcher = new Agent({ connect: { timeout: CONNECT_MS } })
  return {
    async process({ request: { query, variables, operationName }, context }) {
      try {
        const { body } = await request(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            'x-request-id': context.requestId ?? '',
            [DEADLINE_HEADER]: String(deadlineMillis),
          },
          body: JSON.stringify({ query, variables, operationName }),
          signal: AbortSignal.timeout(deadlineMillis),
          dispatcher,
        })
        return (await body.json()) as GatewayGraphQLResponse
      } catch (error) {
        throw failure(name, error)
      }
    },
  }
}
