import type { IncomingHttpHeaders } from 'node:http'
import { statedSections } from '@hub/schema/access/accessPurposes'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { purposeReaders } from '@hub/schema/access/purposeReaders'
import { HubError } from '@hub/schema/errors/HubError'
import type { AccessObserver } from '../accessEvent.ts'
import { type AccessRefused, unauthorised } from '../accessRefused.ts'
import type { Identify, RequestIdentity } from '../identity/identify.ts'
import { RefusalNotes } from '../identity/refusalNotes.ts'
import { type Consent, grantsOf } from './consent.ts'
import type { ConsentStore } from './consentStore.ts'

const MOST_NAMED = 200

/**
 * Claims with the purpose and case that a request states (`Hub-Purpose`, `Hub-Case`); what the credential itself says of
 * them goes before. Evidence tells them of everyone who says who he is, also where they open nothing to him.
 * @param otherwise the purpose where the request states none
 * @throws HubError HUB_PURPOSE_UNKNOWN for a purpose that the catalogue does not have
 */
export function statedPurpose(claims: CallerClaims, headers: IncomingHttpHeaders, otherwise?: string): CallerClaims {
  const purpose = claims.purpose ?? one(headers['hub-purpose']) ?? otherwise
  const caseNo = claims.caseNo ?? one(headers['hub-case'])
  if (purpose !== undefined) statedSections(purpose)
  const saysNothing = purpose === undefined && caseNo === undefined
  if (saysNothing || claims.role === 'PUBLIC') return claims
  return { ...claims, ...(purpose === undefined ? {} : { purpose }), ...(caseNo === undefined ? {} : { caseNo }) }
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

/** The subjects that a request says it is about (`Hub-Subjects`, separated by commas). */
function subjectsNamed(header: string | string[] | undefined): string[] | undefined {
  if (typeof header !== 'string' || header === '') return undefined
  const ids = header.split(',').map((id) => id.trim())
  if (ids.length > MOST_NAMED) throw new HubError('BAD_USER_INPUT', `Hub-Subjects 至多 ${MOST_NAMED} 个 / at most`)
  return ids
}

export interface GrantSources {
  /** Undefined without a database. */
  readonly consents: Pick<ConsentStore, 'groundsFor' | 'sharedBy'> | undefined
  readonly observe: AccessObserver
}

/**
 * Who asks, with what consents and agreements open to him for the purpose he states, and what the token of another
 * enterprise (`Hub-Sharing-Token`) opens.
 */
export function withGrants(identify: Identify, { consents, observe }: GrantSources): Identify {
  const notes = new RefusalNotes(observe)

  async function sharedWith({ role }: CallerClaims, token: string): Promise<Consent> {
    if (consents === undefined) throw new HubError('HUB_CONSENT_UNAVAILABLE')
    const shared = role === 'ENTERPRISE' ? await consents.sharedBy(token) : undefined
    if (shared === undefined) throw unauthorised('HUB_SHARING_TOKEN_INVALID', `a sharing token shown by ${role}`)
    return shared
  }

  return async (request, context) => {
    const identity = await identify(request, context)
    const { 'hub-sharing-token': token, 'hub-subjects': subjects } = request.headers
    const shared =
      token === undefined
        ? undefined
        : await sharedWith(identity.caller, String(token)).catch((error: AccessRefused | HubError) => {
            if ('reason' in error)
              notes.note({ from: context.address, requestId: context.requestId, result: error.code }, error.reason)
            throw error
          })
    const granted = async (otherwise?: string): Promise<RequestIdentity> => {
      const caller = statedPurpose(identity.caller, request.headers, otherwise)
      // To all others nothing opens by a purpose, whoever names them in a consent.
      const mayBeGranted = caller.purpose !== undefined && purposeReaders.has(caller.role)
      if (!mayBeGranted || consents === undefined) return { ...identity, caller }
      const grounds = await consents.groundsFor(caller, { shared, about: subjectsNamed(subjects) })
      return grounds.length === 0
        ? { ...identity, caller }
        : { ...identity, caller: { ...caller, grants: grantsOf(grounds) }, grounds }
    }
    const stated = await granted(shared?.purpose)
    return stated.caller.purpose === undefined ? { ...stated, forPurpose: granted } : stated
  }
}
