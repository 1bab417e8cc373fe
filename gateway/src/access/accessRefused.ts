import type { ErrorCode } from '@hub/schema/errors/errorCatalogue'
import { HubError } from '@hub/schema/errors/HubError'

export interface AccessRefusedOptions {
  readonly status: 401 | 403 | 429 | 503
  /** Why, for the log and the evidence; the caller is told the code alone. */
  readonly reason: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Somebody is not who he says, or may not do what he asks. Never turned into an anonymous request. */
export class AccessRefused extends HubError {
  readonly status: AccessRefusedOptions['status']
  readonly reason: string
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, { status, reason, headers = {}, cause }: AccessRefusedOptions) {
    super(code, undefined, cause instanceof Error ? { cause } : {})
    this.status = status
    this.reason = reason
    this.headers = headers
  }
}

/** Bad credentials: 401 with the challenge of RFC 6750, section 3. */
export function unauthorised(code: ErrorCode, reason: string, cause?: unknown): AccessRefused {
  const headers = { 'www-authenticate': `Bearer realm="hub", error="invalid_token", error_description="${code}"` }
  return new AccessRefused(code, { status: 401, reason, headers, cause })
}
