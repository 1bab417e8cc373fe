import { errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import type { GraphQLFormattedError } from 'graphql'

/** Apollo Server's own codes: faults of the request, told as they are. */
const REQUEST_FAULTS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])

/** What a client is told of an error: its code and the division it comes from, never addresses, stacks or a database's words. */
export function formatError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message, extensions = {}, ...place } = formatted
  const { code, serviceName } = extensions
  const division = typeof serviceName === 'string' ? { division: serviceName } : {}
  if (typeof code === 'string' && (REQUEST_FAULTS.has(code) || code in errorCatalogue)) {
    return { ...place, message, extensions: { code, ...division } }
  }
  const ownCode = 'division' in division ? 'HUB_DIVISION_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR'
  const told = ownCode === 'INTERNAL_SERVER_ERROR' ? '枢纽内部错误' : errorCatalogue[ownCode].meaning.zh
  return { ...place, message: told, extensions: { code: ownCode, ...division } }
}
