import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { callerFault } from '@hub/schema/access/callerFault'
import { callerClaims } from '@hub/schema/access/callerText'
import type { JWTPayload } from 'jose'
import { unauthorised } from '../accessRefused.ts'

/** What a token may say of its bearer; grants are found by the hub at every request, never believed from elsewhere. */
const fromToken = callerClaims.omit({ grants: true }).strip()

/**
 * Who the bearer of a token is: `sub` the caller, `role` as `OFFICER` or `officer`, `division`, `divisionCode`,
 * `subjectIds`, `unit`, `purpose`, `caseNo` as in CallerClaims.
 * @throws AccessRefused HUB_TOKEN_INVALID when they are missing or do not fit together
 */
export function tokenClaims({ sub, role, ...payload }: JWTPayload): CallerClaims {
  const named = typeof role === 'string' ? role.toUpperCase().replaceAll('-', '_') : role
  const parsed = fromToken.safeParse({ ...payload, caller: sub, role: named })
  if (!parsed.success) throw unauthorised('HUB_TOKEN_INVALID', `claims: ${parsed.error.issues[0]?.path.join('.')}`)
  const claims = parsed.data
  if (claims.role === 'DIVISION_SERVICE')
    throw unauthorised('HUB_TOKEN_INVALID', 'claims: a division shows who it is by its signature')
  const fault = callerFault(claims)
  if (fault !== undefined) throw unauthorised('HUB_TOKEN_INVALID', `claims: ${fault}`)
  return claims
}
