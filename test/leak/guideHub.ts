import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'

/** Who a field of the hub's own subgraph is for, and whether only about the subjects that he is or acts for. */
export interface HubField {
  readonly roles: readonly Role[]
  readonly ofOneself?: true
  /** Who of them is told of the field and yet refused, as it is of more than his division or his district. */
  readonly refused?: (caller: CallerClaims) => boolean
}

const subjects = ['ENTERPRISE', 'ASSOCIATION'] as const
const ofOneself: HubField = { roles: subjects, ofOneself: true }
const security: HubField = { roles: ['SECURITY_ADMIN'] }
const system: HubField = { roles: ['SYSTEM_ADMIN'] }
const ofDistrict = ({ divisionCode }: CallerClaims): boolean => divisionCode !== undefined

/**
 * What the hub keeps itself, by the fields that lead into it: evidence is the audit administrator's (三权分立), a subject is
 * told who read of it and what it consented to (domain guide, section 6), agreements are proposed by one administrator and
 * decided by another, changes are told to government (R10). Written down apart from the SDL, like `guideLevels`.
 */
export const guideHub: Readonly<Record<string, HubField>> = {
  'Query.evidence': { roles: ['AUDIT_ADMIN'] },
  'Query.accessAgreements': { roles: ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'] },
  'Query.exchange': { roles: ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'] },
  'Query.heldDigests': { roles: ['CREDIT_PLATFORM'] },
  'Query.qualityFigures': { roles: ['OFFICER', 'INSPECTOR'], refused: ofDistrict },
  'Query.publicityReport': {
    roles: ['OFFICER', 'CREDIT_PLATFORM', 'INSPECTOR'],
    refused: (caller) => caller.role === 'OFFICER' && (caller.division !== 'market-order' || ofDistrict(caller)),
  },
  'Query.changes': {
    roles: ['OFFICER', 'LICENSING_WINDOW', 'ANALYST', 'CREDIT_PLATFORM', 'INSPECTOR', 'DIVISION_SERVICE'],
  },
  'Enterprise.accessLog': ofOneself,
  'Enterprise.consents': ofOneself,
  'Enterprise.consentsReceived': ofOneself,
  'Mutation.grantConsent': ofOneself,
  'Mutation.revokeConsent': ofOneself,
  'Mutation.createSharingToken': ofOneself,
  'Mutation.proposeAccessAgreement': system,
  'Mutation.approveAccessAgreement': security,
  'Mutation.rejectAccessAgreement': security,
  'Mutation.revokeAccessAgreement': security,
  'Mutation.proposeAgreement': system,
  'Mutation.endAgreement': system,
  'Mutation.approveAgreement': security,
  'Mutation.rejectProposal': security,
  'Mutation.createPartnerSecret': security,
  'Mutation.rotatePartnerSecret': security,
  'Mutation.pauseDelivery': system,
  'Mutation.resumeDelivery': system,
  'Mutation.replayDeadLetters': system,
  'Mutation.replayFrom': system,
  'Mutation.reissueFile': system,
  'Mutation.reconcileAgreement': system,
}
