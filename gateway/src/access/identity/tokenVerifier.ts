import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { BoundedCache } from '../../execution/boundedCache.ts'
import { AccessRefused, unauthorised } from '../accessRefused.ts'
import { tokenClaims } from './tokenClaims.ts'

/** Algorithms of issuers. No HMAC among them, so that no public key is ever taken for a secret; and never `none`. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
/** A key that the issuer takes back holds for no longer than this. */
const KEPT_MILLIS = 60_000
const KEPT_TOKENS = 5_000
const LONGEST_TOKEN = 8_192

export interface TokenVerifierOptions {
  readonly getKey: JWTVerifyGetKey
  readonly issuer: string
  readonly audience: string
  /** How far the issuer's clock may differ. */
  readonly clockSkewSeconds: number
  readonly clock?: () => number
}

interface KeptToken {
  readonly claims: CallerClaims
  readonly until: number
}

/** Tells from a JWT (RFC 7519) who its bearer is. Tokens that have been verified are remembered for a minute. */
export class TokenVerifier {
  private readonly kept = new BoundedCache<KeptToken>(KEPT_TOKENS)
  private readonly clock: () => number

  constructor(private readonly options: TokenVerifierOptions) {
    this.clock = options.clock ?? Date.now
  }

  /** @throws AccessRefused HUB_TOKEN_INVALID, HUB_TOKEN_EXPIRED, HUB_IDENTITY_UNAVAILABLE */
  async verify(token: string): Promise<CallerClaims> {
    if (token.length > LONGEST_TOKEN) throw unauthorised('HUB_TOKEN_INVALID', 'too long')
    const now = this.clock()
    const known = this.kept.get(token)
    if (known !== undefined && now < known.until) return known.claims
    if (!isCanonical(token)) throw unauthorised('HUB_TOKEN_INVALID', 'not canonical')
    const { getKey, issuer, audience, clockSkewSeconds } = this.options
    try {
      const { payload } = await jwtVerify(token, getKey, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        clockTolerance: clockSkewSeconds,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(now),
      })
      const claims = tokenClaims(payload)
      const expires = ((payload.exp ?? 0) + clockSkewSeconds) * 1000
      this.kept.set(token, { claims, until: Math.min(expires, now + KEPT_MILLIS) })
      return claims
    } catch (error) {
      throw refusal(error)
    }
  }
}

/** Whether a token is spelled as its issuer spells it: base64url leaves bits over, so that several texts are the same bytes. */
function isCanonical(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
}

function refusal(error: unknown): AccessRefused {
  if (error instanceof AccessRefused) return error
  if (error instanceof errors.JWTExpired) return unauthorised('HUB_TOKEN_EXPIRED', 'expired', error)
  const reason = error instanceof errors.JOSEError ? error.code : 'malformed'
  return unauthorised('HUB_TOKEN_INVALID', reason, error)
}
