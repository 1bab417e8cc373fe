import { errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import { inBothLanguages } from '@hub/schema/errors/inBothLanguages'
import { meaningOf } from '@hub/schema/errors/meaningOf'
import type { GraphQLFormattedError } from 'graphql'

/** Apollo's standard codes of faults of a request: told as they are worded, in both languages. */
const REQUEST_FAULTS = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
])

/** Apollo's standard codes of what a caller may not do, here or at a division: a denial must not look like an outage. */
const DENIALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN'])

const isTold = (code: string): boolean => Object.hasOwn(errorCatalogue, code) || DENIALS.has(code)

/** An error of an answer, a GraphQLError or of the same form. */
export interface FailedPart {
  readonly message: string
  readonly path?: GraphQLFormattedError['path'] | undefined
  readonly locations?: GraphQLFormattedError['locations'] | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

/** What a client is told of an error: its code and the division it comes from, never addresses, stacks or a library's words. */
export function toldError({ message, path, locations, extensions = {} }: FailedPart): GraphQLFormattedError {
  const { code: givenCode, stacktrace: _, ...details } = extensions
  const code = String(givenCode)
  const named = details.division === undefined ? {} : { division: details.division }
  if (isTold(code)) return told(message, { ...details, code })
  if (details.division !== undefined)
    return told(meaningOf('HUB_DIVISION_FAILED'), { ...named, code: 'HUB_DIVISION_FAILED' })
  if (REQUEST_FAULTS.has(code)) return told(message, { code })
  return told('枢纽内部错误', { code: 'INTERNAL_SERVER_ERROR' })

  function told(text: string, ownExtensions: Record<string, unknown>): GraphQLFormattedError {
    return {
      message: inBothLanguages(text),
      ...(locations ? { locations } : {}),
      ...(path ? { path } : {}),
      extensions: ownExtensions,
    }
  }
}
