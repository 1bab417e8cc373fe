import type { DivisionName } from '../divisions/divisions.ts'

/**
 * Who may ask the hub (architecture, section 1). The three administrators are kept apart (三权分立, GB/T 22239-2019):
 * none can do another's acts. `DIVISION_SERVICE` is a division's own process, which links what it imports.
 */
export const roles = [
  'PUBLIC',
  'ENTERPRISE',
  'ASSOCIATION',
  'OFFICER',
  'LICENSING_WINDOW',
  'ANALYST',
  'CREDIT_PLATFORM',
  'INSPECTOR',
  'DIVISION_SERVICE',
  'SYSTEM_ADMIN',
  'SECURITY_ADMIN',
  'AUDIT_ADMIN',
] as const

export type Role = (typeof roles)[number]

/** Sections of the catalogue of purposes that a consent or a standing agreement opens, found by the hub at this very request. */
export interface AccessGrant {
  readonly sections: readonly string[]
  /** The subjects that gave consent; absent where an agreement covers every subject. */
  readonly subjectIds?: readonly string[] | undefined
}

/** Who asks, as the hub vouches for it to a division. */
export interface CallerClaims {
  /** The person or service, as its issuer names it; what an act leaves as "who". */
  readonly caller: string
  readonly role: Role
  /** The organisation that the caller belongs to. */
  readonly unit?: string | undefined
  /** The division that an officer, an analyst or a division's service works for. */
  readonly division?: DivisionName | undefined
  /** 县（市、区）that an officer is bound to (GB/T 2260). */
  readonly divisionCode?: string | undefined
  /** The subjects an enterprise is, or an association acts for. */
  readonly subjectIds?: readonly string[] | undefined
  /** Why data above SHARED are asked for: a code of the catalogue of purposes. */
  readonly purpose?: string | undefined
  /** The case (permit, tender, review) it is asked in. */
  readonly caseNo?: string | undefined
  /** What of level AUTHORIZED the purpose opens to him. */
  readonly grants?: readonly AccessGrant[] | undefined
}

/** Whoever has not said who he is. */
export const anonymous: CallerClaims = { caller: 'anonymous', role: 'PUBLIC' }
