import type { ErrorCode } from '@hub/schema/errors/errorCatalogue'
import { meaningOf } from '@hub/schema/errors/meaningOf'
import type { FailureReport } from '../run/fieldFailure.ts'
import type { StaleRule } from '../stale/staleRule.ts'

/** A division's answer, parsed but not yet trusted; strings are byte text. */
export interface DivisionAnswer {
  readonly data: unknown
  readonly errors: unknown
  /** The answer as it came, in UTF-8. */
  readonly body: Buffer
}

/** What a division said before. */
export interface StaleAnswer {
  readonly data: unknown
  /** When it was said, in milliseconds of the epoch; of several parts, the oldest. */
  readonly asOf: number
  /** Whether it is all that was asked for. */
  readonly whole: boolean
}

/** A request to a division. */
export interface DivisionRequest {
  readonly division: string
  /** JSON text, as byte text. */
  readonly body: string
  /** Whether it may be sent again: queries may, mutations never. */
  readonly repeatable: boolean
  /** Parses the JSON text of the answer, which is UTF-8. @throws SyntaxError */
  readonly parse: (body: Buffer) => unknown
  /** The client's variables. */
  readonly variables: Readonly<Record<string, unknown>>
  /** What of its answers may be kept; undefined when nothing may. */
  readonly stale: StaleRule | undefined
}

/** @throws DivisionFailure when there is no answer to be had */
export type DivisionCall = (request: DivisionRequest) => Promise<DivisionAnswer>

/** Codes of a division that gave no usable answer. */
export type DivisionFailureCode = ErrorCode &
  ('HUB_DIVISION_UNAVAILABLE' | 'HUB_DIVISION_TIMEOUT' | 'HUB_DIVISION_BAD_RESPONSE' | 'HUB_DIVISION_BUSY')

export interface DivisionFailureOptions extends ErrorOptions {
  /** Whether the request certainly had no effect, or the division asks to try again. */
  readonly mayRetry?: boolean
  /** How long the division asks to be left alone, in milliseconds. */
  readonly retryAfterMillis?: number | undefined
}

/** A division gave no usable answer. The client is told the code; `message` and `cause` are for the log. */
export class DivisionFailure extends Error {
  readonly mayRetry: boolean
  readonly retryAfterMillis: number | undefined
  /** How long the hub waited for the division; set when the call has ended. */
  millis: number | undefined
  /** Since when the division has been failing, in milliseconds of the epoch; set when the call has ended. */
  since: number | undefined
  /** What can stand in for the answer. */
  stale: StaleAnswer | undefined

  constructor(
    readonly division: string,
    readonly code: DivisionFailureCode,
    reason: string,
    { mayRetry = false, retryAfterMillis, ...options }: DivisionFailureOptions = {},
  ) {
    super(`${division}: ${reason}`, options)
    this.name = 'DivisionFailure'
    this.mayRetry = mayRetry
    this.retryAfterMillis = retryAfterMillis
  }

  get report(): FailureReport {
    return {
      message: meaningOf(this.code),
      extensions: { code: this.code, division: this.division },
      cause: this,
    }
  }
}
