import type { IncomingMessage } from 'node:http'
import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import { hopHeaders } from '@hub/schema/access/hop/hopMessage'
import type { AccessObserver } from '../accessEvent.ts'
import { AccessRefused, unauthorised } from '../accessRefused.ts'
import type { AccessGround } from '../consent/consent.ts'
import { looksLikeApiKey } from '../keys/apiKeyText.ts'
import type { ApiKeyVerifier } from '../keys/apiKeyVerifier.ts'
import type { DivisionCallers } from './divisionCallers.ts'
import { RefusalNotes } from './refusalNotes.ts'
import type { TokenVerifier } from './tokenVerifier.ts'

/** Who sent a request, as far as its head shows. */
export interface RequestIdentity {
  readonly caller: CallerClaims
  /** What his grants rest on, for evidence of what he reads by them. */
  readonly grounds?: readonly AccessGround[]
  /** The same by a purpose that the operation is registered for; absent where the credential or the request states one. */
  readonly forPurpose?: (registered: string) => Promise<RequestIdentity>
  /**
   * Takes a place among the requests of the same credential that are under way, where those are counted, and gives it back.
   * @throws AccessRefused HUB_SESSION_LIMIT where there is none
   */
  readonly enter?: () => () => void
  /** @throws AccessRefused when the body is not the one that was vouched for */
  readonly verifyBody?: (body: Buffer) => void
}

/** @throws AccessRefused when credentials are shown and do not hold; nobody is made anonymous for that */
export type Identify = (
  request: IncomingMessage,
  context: { readonly requestId: string; readonly address: string },
) => Promise<RequestIdentity>

export interface IdentifyParts {
  /** Undefined where no issuer is configured. */
  readonly tokens: Pick<TokenVerifier, 'verify'> | undefined
  /** Undefined where the hub keeps no API keys. */
  readonly apiKeys: Pick<ApiKeyVerifier, 'verify'> | undefined
  readonly divisions: DivisionCallers
  readonly observe: AccessObserver
}

/** For gateways that serve everyone alike. */
export const identifyNobody: Identify = async () => ({ caller: anonymous })

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i

/** Tells who asks: a person by token, a service by token or API key, a division by signature, or nobody in particular. */
export function identifyBy({ tokens, apiKeys, divisions, observe }: IdentifyParts): Identify {
  async function identity(request: IncomingMessage, address: string): Promise<RequestIdentity> {
    const { authorization } = request.headers
    const isSigned = hopHeaders.input in request.headers || hopHeaders.signature in request.headers
    if (authorization === undefined) return isSigned ? divisions.verify(headOf(request)) : { caller: anonymous }
    if (isSigned) throw unauthorised('HUB_TOKEN_INVALID', 'both a token and a signature')
    const [, credential] = BEARER.exec(authorization) ?? []
    if (credential === undefined) throw unauthorised('HUB_TOKEN_INVALID', 'no bearer token')
    if (looksLikeApiKey(credential)) {
      if (apiKeys === undefined) throw unauthorised('HUB_API_KEY_INVALID', 'the hub keeps no API keys')
      return apiKeys.verify(credential, address)
    }
    if (tokens === undefined) throw unauthorised('HUB_TOKEN_INVALID', 'no issuer is configured')
    return { caller: await tokens.verify(credential) }
  }

  const notes = new RefusalNotes(observe)
  return async (request, { requestId, address: from }) => {
    const noting = (error: unknown): void => {
      if (!(error instanceof AccessRefused)) return
      notes.note({ from, requestId, result: error.code }, error.reason)
    }
    try {
      const { caller, verifyBody, enter } = await identity(request, from)
      return {
        caller,
        ...(verifyBody && { verifyBody: (body: Buffer) => noted(() => verifyBody(body), noting) }),
        ...(enter && { enter: () => noted(enter, noting) }),
      }
    } catch (error) {
      noting(error)
      throw error
    }
  }
}

function headOf({ method = '', url = '', headers }: IncomingMessage) {
  return { method, target: url, headers }
}

function noted<Value>(check: () => Value, note: (error: unknown) => void): Value {
  try {
    return check()
  } catch (error) {
    note(error)
    throw error
  }
}
