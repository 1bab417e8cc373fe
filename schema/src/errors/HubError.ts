import { GraphQLError } from 'graphql'
import { type ErrorCode, errorCatalogue } from './errorCatalogue.ts'
import { meaningOf } from './meaningOf.ts'

export interface HubErrorOptions {
  /** Further machine-readable facts for `extensions`; they reach the client, so nothing secret. */
  readonly details?: Readonly<Record<string, unknown>>
  /** What was caught; stays in the process, for the log. */
  readonly cause?: Error
}

/**
 * An error with a code of the catalogue. GraphQL servers answer with its message and `extensions.code`;
 * a command line prints message and remedy.
 */
export class HubError extends GraphQLError {
  readonly code: ErrorCode

  /** @param message what happened here and now, in Chinese and English (`中文 / English`) when it answers a user; the code's meaning when left out. */
  constructor(code: ErrorCode, message: string = meaningOf(code), options: HubErrorOptions = {}) {
    super(message, { extensions: { ...options.details, code }, originalError: options.cause ?? null })
    this.code = code
    this.name = 'HubError'
  }

  get remedy(): { readonly zh: string; readonly en: string } {
    return errorCatalogue[this.code].remedy
  }
}
