import { createPublicKey } from 'node:crypto'
import { demoIssuer } from '@hub/gateway/access/identity/demoIssuer'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { importJWK, SignJWT } from 'jose'
import type { IssuerKey } from '../dataFolder/hubKeys.ts'

/** A token of the demo's own issuer, signed with EdDSA (RFC 8037). */
export async function demoToken(key: IssuerKey, claims: CallerClaims, hours: number): Promise<string> {
  const { caller, ...others } = claims
  return new SignJWT({ ...others })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
    .setSubject(caller)
    .setIssuer(demoIssuer.issuer)
    .setAudience(demoIssuer.audience)
    .setIssuedAt()
    .setExpirationTime(`${hours} hours`)
    .sign(await importJWK(key, 'EdDSA'))
}

/** What the gateway must know of the demo's issuer: its public key as a JWKS. */
export function demoIssuerJwks({ kid, ...key }: IssuerKey): string {
  const { kty, crv, x } = createPublicKey({ key, format: 'jwk' }).export({ format: 'jwk' })
  return JSON.stringify({ keys: [{ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }] })
}
