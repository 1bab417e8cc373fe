import type { IncomingHttpHeaders } from 'node:http'
import { sectionsOfPurpose } from '@hub/schema/access/accessPurposes'
import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import type { Identify } from '../identity/identify.ts'
import type { ConsentStore } from './consentStore.ts'

/** Roles that level AUTHORIZED can open to. */
const readers: ReadonlySet<Role> = new Set(['ENTERPRISE', 'OFFICER', 'LICENSING_WINDOW', 'ANALYST', 'CREDIT_PLATFORM'])

/**
 * Claims with the purpose and case that a request states (`Hub-Purpose`, `Hub-Case`); what the credential itself says of
 * them goes before.
 * @throws HubError HUB_PURPOSE_UNKNOWN for a purpose that the catalogue does not have
 */
export function statedPurpose(claims: CallerClaims, headers: IncomingHttpHeaders): CallerClaims {
  const purpose = claims.purpose ?? one(headers['hub-purpose'])
  const caseNo = claims.caseNo ?? one(headers['hub-case'])
  if (purpose === undefined || !readers.has(claims.role)) return claims
  if (sectionsOfPurpose(purpose) === undefined) throw new HubError('HUB_PURPOSE_UNKNOWN')
  return { ...claims, purpose, ...(caseNo === undefined ? {} : { caseNo }) }
}

/** Headers are bytes: a case number may come URI-encoded. */
function one(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string' || header === '') return undefined
  try {
    return decodeURIComponent(header).slice(0, 200)
  } catch {
    return header.slice(0, 200)
  }
}

/** Who asks, with what consents and agreements open to him for the purpose he states. @param consents undefined without a database */
export function withGrants(identify: Identify, consents: Pick<ConsentStore, 'grantsFor'> | undefined): Identify {
  return async (request, context) => {
    const identity = await identify(request, context)
    const caller = statedPurpose(identity.caller, request.headers)
    if (caller.purpose === undefined || consents === undefined) return { ...identity, caller }
    const grants = await consents.grantsFor(caller)
    return { ...identity, caller: grants.length === 0 ? caller : { ...caller, grants } }
  }
}
