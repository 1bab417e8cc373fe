import { GraphQLError } from 'graphql'

export interface RefusalOptions {
  /** One that holds whatever media type the client accepts; without it the fault is one of the document or its variables. */
  readonly status?: number
  /** Headers of the answer: names and values. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Ends a request that is not executed, with what its caller is told. */
export class RequestRefusal extends Error {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    readonly errors: readonly GraphQLError[],
    { status, headers = {}, cause }: RefusalOptions = {},
  ) {
    super(errors[0]?.message, { cause })
    this.status = status
    this.headers = headers
  }
}

/**
 * A fault that lies before GraphQL.
 * @param message for the caller, in Chinese
 * @param code of the catalogue, or Apollo's standard one
 */
export function httpFault(
  status: number,
  message: string,
  { code = 'BAD_REQUEST', headers = {} }: { readonly code?: string; readonly headers?: RefusalOptions['headers'] } = {},
): RequestRefusal {
  return new RequestRefusal([new GraphQLError(message, { extensions: { code } })], { status, headers })
}
