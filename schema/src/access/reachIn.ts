import type { DivisionName } from '../divisions/divisions.ts'
import type { CallerClaims, Role } from './callerClaims.ts'
import type { DisclosureLevel } from './disclosureLevel.ts'

/** How far a caller reaches in one division. */
export interface Reach {
  /** What he reads about any subject. */
  readonly anyone: DisclosureLevel
  /** What he reads about the subjects he is, or acts for (`subjectIds` of his claims). */
  readonly own: DisclosureLevel
  /** What he may ask by: filters, orders, arguments. Their answers concern everyone, so `own` does not widen it. */
  readonly asks: DisclosureLevel
}

interface RoleReach {
  readonly everywhere: DisclosureLevel
  /** In the division he works for. */
  readonly atHome?: DisclosureLevel
  readonly own?: DisclosureLevel
  readonly asks?: DisclosureLevel
}

/**
 * What each role reaches (architecture, sections 1 and 5). AUTHORIZED opens to government roles by purpose and grant only.
 * The three administrators run the hub and read no more of its data than anyone.
 */
export const roleReaches: Readonly<Record<Role, RoleReach>> = {
  PUBLIC: { everywhere: 'PUBLIC' },
  ENTERPRISE: { everywhere: 'PUBLIC', own: 'AUTHORIZED' },
  ASSOCIATION: { everywhere: 'PUBLIC', own: 'AUTHORIZED' },
  OFFICER: { everywhere: 'SHARED', atHome: 'INTERNAL' },
  LICENSING_WINDOW: { everywhere: 'SHARED' },
  ANALYST: { everywhere: 'SHARED' },
  CREDIT_PLATFORM: { everywhere: 'SHARED' },
  INSPECTOR: { everywhere: 'INTERNAL' },
  // Rows are linked by every identifier there is, citizen ids included; what comes back is an id of the index.
  DIVISION_SERVICE: { everywhere: 'SHARED', atHome: 'INTERNAL', asks: 'INTERNAL' },
  SYSTEM_ADMIN: { everywhere: 'PUBLIC' },
  SECURITY_ADMIN: { everywhere: 'PUBLIC' },
  AUDIT_ADMIN: { everywhere: 'PUBLIC' },
}

/** How far a caller reaches in a division; one who belongs to none is at home nowhere. */
export function reachIn(division: DivisionName, { role, division: home }: CallerClaims): Reach {
  const { everywhere, atHome = everywhere, own, asks } = roleReaches[role]
  const anyone = division === home ? atHome : everywhere
  return { anyone, own: own ?? anyone, asks: asks ?? anyone }
}
