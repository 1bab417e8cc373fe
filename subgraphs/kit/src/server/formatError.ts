import { unwrapResolverError } from '@apollo/server/errors'
import { meaningOf } from '@hub/schema/errors/meaningOf'
import type { GraphQLFormattedError } from 'graphql'

const MAX_TIME_EXPIRED = 50

/** What the hub is told of an error: coded, without the database's words, stacks or addresses. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error)
  const code = formatted.extensions?.code
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return formatted
  const ownCode = isOutOfTime(original) ? 'HUB_DIVISION_TIMEOUT' : 'HUB_DIVISION_FAILED'
  const { message: _, extensions: __, ...place } = formatted
  return { ...place, message: meaningOf(ownCode), extensions: { code: ownCode } }
}

function isOutOfTime(error: unknown): boolean {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return code === MAX_TIME_EXPIRED || name === 'AbortError' || name === 'TimeoutError'
}
