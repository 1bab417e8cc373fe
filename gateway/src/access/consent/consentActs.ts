import type { AdministrativeAct } from '@hub/schema/access/administrativeActs'
import { mayAct } from '@hub/schema/access/administrativeActs'
import { bilingualIssue } from '@hub/schema/errors/bilingualIssue'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import type { DivisionDesks } from '../../reports/divisionDesks.ts'
import type { AccessEvent, AccessObserver, ConsentAct } from '../accessEvent.ts'
import { type Decision, decisionOn } from '../decision.ts'
import { type Consent, type ConsentTerms, consentTerms } from './consent.ts'
import type { ConsentStore } from './consentStore.ts'
import { granteeFault } from './granteeFault.ts'
import { newSharingToken, sharingTokenHash } from './sharingToken.ts'

/** Who acts, at which request, and how long it may take. */
export type Acting = Pick<InProcessContext, 'caller' | 'millis' | 'signal' | 'requestId'>

export interface ConsentActsParts {
  readonly store: ConsentStore
  /** Keeps what is about to be done; what nobody could find again is not done. */
  readonly observe: AccessObserver
  /** Asks the index of enterprises. */
  readonly desks: () => Pick<DivisionDesks, 'ask'>
}

/** What subjects do about their consents, and administrators about standing agreements. */
export class ConsentActs {
  constructor(private readonly parts: ConsentActsParts) {}

  /**
   * @throws HubError BAD_USER_INPUT, HUB_DISCLOSURE_DENIED for a subject that the caller does not act for,
   *   HUB_CONSENT_LIMIT where as many stand between the two as may be, HUB_DIVISION_UNAVAILABLE where it cannot be told
   *   whether there is such a grantee
   */
  async grant(terms: ConsentTerms & { readonly grantor: string }, by: Acting): Promise<Consent> {
    mustActFor(by, terms.grantor)
    const drafted = this.parts.store.drafted(checked(terms), by.caller)
    if (!(await this.parts.store.hasRoom(drafted))) throw new HubError('HUB_CONSENT_LIMIT')
    const fault = await granteeFault(this.parts.desks(), drafted, by)
    if (fault !== undefined) throw new HubError('BAD_USER_INPUT', `授权内容有误 / wrong terms: grantee: ${fault}`)
    return this.keep('CONSENT_GRANT', drafted, by)
  }

  /** A consent to whichever enterprise shows the token. @returns the token, for the only time */
  async share(
    terms: Omit<ConsentTerms, 'granteeKind' | 'grantee'> & { readonly grantor: string },
    by: Acting,
  ): Promise<{ readonly token: string; readonly consent: Consent }> {
    mustActFor(by, terms.grantor)
    const { id, token } = newSharingToken()
    const drafted = this.parts.store.drafted(checked({ ...terms, granteeKind: 'BEARER' }), by.caller, id)
    const consent = await this.keep('SHARING_TOKEN_CREATE', { ...drafted, tokenHash: sharingTokenHash(token) }, by)
    return { token, consent }
  }

  /** An agreement that would cover every subject; it opens nothing yet. @throws HubError BAD_USER_INPUT, HUB_ACT_FORBIDDEN */
  async propose(terms: Omit<ConsentTerms, 'grantor'>, by: Acting): Promise<Consent> {
    mustAdminister(by, 'ACCESS_AGREEMENT_PROPOSE')
    return this.keep('ACCESS_AGREEMENT_PROPOSE', this.parts.store.drafted(checked(terms), by.caller), by)
  }

  /**
   * Puts a proposed agreement in force, or rejects it.
   * @throws HubError BAD_USER_INPUT where there is none, HUB_ACT_FORBIDDEN, HUB_SECOND_PERSON_NEEDED for the proposer
   *   himself, HUB_AGREEMENT_CONFLICT for what does not wait
   */
  async decide(id: string, outcome: Decision['outcome'], by: Acting): Promise<Consent> {
    mustAdminister(by, 'ACCESS_AGREEMENT_DECIDE')
    const { store, observe } = this.parts
    const proposed = await this.found(id, isAgreement)
    if (proposed.decision !== undefined || proposed.revokedAt !== null) throw notWaiting(id)
    const decision = decisionOn(proposed.givenBy, { outcome, by: by.caller.caller, at: new Date() })
    await observe(event('ACCESS_AGREEMENT_DECIDE', proposed, by, { details: { outcome } }))
    if (!(await store.decide(id, decision))) {
      const lost = notWaiting(id)
      // Somebody else was first after it had been looked at: what was kept of it is put right.
      await observe(event('ACCESS_AGREEMENT_DECIDE', proposed, by, { details: { outcome }, result: lost.code }))
      throw lost
    }
    return { ...proposed, decision }
  }

  /** Ends a consent of a subject that the caller acts for. @throws HubError BAD_USER_INPUT where he has none of this id */
  revoke(id: string, by: Acting): Promise<Consent> {
    const isOwn = ({ grantor }: Consent): boolean => grantor !== undefined && actsFor(by, grantor)
    return this.end('CONSENT_REVOKE', id, by, isOwn)
  }

  /** Ends an agreement. @throws HubError BAD_USER_INPUT where there is none, HUB_ACT_FORBIDDEN */
  disagree(id: string, by: Acting): Promise<Consent> {
    mustAdminister(by, 'ACCESS_AGREEMENT_REVOKE')
    return this.end('ACCESS_AGREEMENT_REVOKE', id, by, isAgreement)
  }

  private async keep(act: ConsentAct, consent: Consent, by: Acting): Promise<Consent> {
    await this.parts.observe(event(act, consent, by))
    await this.parts.store.keep(consent)
    return consent
  }

  private async end(act: ConsentAct, id: string, by: Acting, isOpen: (one: Consent) => boolean): Promise<Consent> {
    const { store, observe } = this.parts
    const consent = await this.found(id, isOpen)
    if (consent.revokedAt !== null) return consent
    await observe(event(act, consent, by))
    return (await store.revoke(id, by.caller)) ?? consent
  }

  private async found(id: string, isOpen: (one: Consent) => boolean): Promise<Consent> {
    const consent = await this.parts.store.find(id)
    // Of another's consent nobody is told that it exists.
    if (consent === null || !isOpen(consent))
      throw new HubError('BAD_USER_INPUT', `没有这份授权 / no such consent: ${id}`)
    return consent
  }
}

function notWaiting(id: string): HubError {
  return new HubError('HUB_AGREEMENT_CONFLICT', `该协议不在待审批之列 / the agreement does not wait: ${id}`)
}

function isAgreement({ grantor }: Consent): boolean {
  return grantor === undefined
}

function actsFor({ caller: { subjectIds = [] } }: Acting, subjectId: string): boolean {
  return subjectIds.includes(subjectId)
}

function mustActFor(by: Acting, subjectId: string): void {
  if (!actsFor(by, subjectId))
    throw new HubError('HUB_DISCLOSURE_DENIED', '只能为本主体或所受托的主体办理 / not your subject')
}

function mustAdminister({ caller }: Acting, act: AdministrativeAct): void {
  if (!mayAct(caller, act)) throw new HubError('HUB_ACT_FORBIDDEN')
}

function checked(terms: ConsentTerms): ConsentTerms {
  const { data, error } = consentTerms.safeParse(terms, { error: bilingualIssue })
  if (data !== undefined) return data
  const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new HubError('BAD_USER_INPUT', `授权内容有误 / wrong terms: ${faults.join('; ')}`)
}

function event(
  kind: ConsentAct,
  consent: Consent,
  { caller: { caller, role }, requestId }: Acting,
  { result = 'DONE', details: more }: Partial<Pick<AccessEvent, 'result' | 'details'>> = {},
): AccessEvent {
  const { _id: consentId, grantor, granteeKind, grantee, sections, purpose, from, to, evidenceHash } = consent
  const terms = {
    consentId,
    granteeKind,
    grantee,
    sections: sections.join(' '),
    purpose,
    from,
    to,
    evidenceHash,
    ...more,
  }
  const details = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined))
  const subjectIds = grantor === undefined ? [] : [grantor]
  return { kind, at: new Date(), caller, role, from: undefined, requestId, result, details, subjectIds }
}
