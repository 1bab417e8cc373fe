import type { CallerClaims, Role } from './callerClaims.ts'

/** The three administrators that are kept apart (三权分立; GB/T 22239-2019, 8.1.5). */
export const administrators = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'] as const satisfies readonly Role[]

/**
 * Who may do which administrative act. The system administrator runs the hub, the security administrator says who may
 * enter and on what terms, the audit administrator reads what they and everyone else have done; none can do another's acts.
 */
export const administrativeActs = {
  DELIVERY_REPEAT: ['SYSTEM_ADMIN'],
  DELIVERY_PAUSE: ['SYSTEM_ADMIN'],
  HOLDINGS_RECONCILE: ['SYSTEM_ADMIN'],
  API_KEY_LIST: ['SECURITY_ADMIN'],
  API_KEY_CREATE: ['SECURITY_ADMIN'],
  API_KEY_ROTATE: ['SECURITY_ADMIN'],
  API_KEY_REVOKE: ['SECURITY_ADMIN'],
  AGREEMENT_PROPOSE: ['SYSTEM_ADMIN'],
  AGREEMENT_DECIDE: ['SECURITY_ADMIN'],
  PARTNER_SECRET_CREATE: ['SECURITY_ADMIN'],
  PARTNER_SECRET_ROTATE: ['SECURITY_ADMIN'],
  ACCESS_AGREEMENT_PROPOSE: ['SYSTEM_ADMIN'],
  ACCESS_AGREEMENT_DECIDE: ['SECURITY_ADMIN'],
  ACCESS_AGREEMENT_REVOKE: ['SECURITY_ADMIN'],
  EVIDENCE_READ: ['AUDIT_ADMIN'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type AdministrativeAct = keyof typeof administrativeActs

/** Whether a caller may do an administrative act. */
export function mayAct({ role }: CallerClaims, act: AdministrativeAct): boolean {
  const allowed: readonly Role[] = administrativeActs[act]
  return allowed.includes(role)
}
