import { errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import type { GraphQLFormattedError } from 'graphql'

/** Apollo Server's own codes: faults of the request, told as they are. */
const REQUEST_FAULTS = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])

/** What a client is told of an error: its code and the division it comes from, never addresses, stacks or a library's words. */
export function formatError({ message, extensions = {}, ...place }: GraphQLFormattedError): GraphQLFormattedError {
  const { code: givenCode, stacktrace: _, http: __, ...details } = extensions
  const code = String(givenCode)
  const named = details.division === undefined ? {} : { division: details.division }
  if (code in errorCatalogue) return { ...place, message, extensions: { ...details, code } }
  if (details.division !== undefined) return told(errorCatalogue.HUB_DIVISION_FAILED.meaning.zh, 'HUB_DIVISION_FAILED')
  if (REQUEST_FAULTS.has(code)) return told(message, code)
  return told('枢纽内部错误', 'INTERNAL_SERVER_ERROR')

  function told(text: string, ownCode: string): GraphQLFormattedError {
    return { ...place, message: text, extensions: { ...named, code: ownCode } }
  }
}
