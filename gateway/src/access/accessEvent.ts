import type { AdministrativeAct } from '@hub/schema/access/administrativeActs'
import type { Role } from '@hub/schema/access/callerClaims'
import type { ErrorCode } from '@hub/schema/errors/errorCatalogue'

/** What is done about consents to read (`consentActs.ts`). */
export type ConsentAct =
  | 'CONSENT_GRANT'
  | 'CONSENT_REVOKE'
  | 'SHARING_TOKEN_CREATE'
  | Extract<AdministrativeAct, `ACCESS_AGREEMENT_${string}`>

/** Something about who may enter that evidence is kept of: a credential refused, or an act of an administrator. */
export interface AccessEvent {
  readonly kind: 'CREDENTIAL_REFUSED' | AdministrativeAct | ConsentAct
  readonly at: Date
  /** The person or service; undefined when it is not known who it was. */
  readonly caller?: string | undefined
  readonly role?: Role | undefined
  /** Network address. */
  readonly from: string | undefined
  readonly requestId?: string | undefined
  readonly result: 'DONE' | ErrorCode
  /** What it was about: the id of a key, why a credential was refused. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Whose data it concerns. */
  readonly subjectIds?: readonly string[]
}

/** Keeps events. Resolves when one is kept; an act waits for that, a refusal does not. */
export type AccessObserver = (event: AccessEvent) => Promise<void>
