import { HUB_SUBGRAPH, type SubgraphName } from '../divisions/subgraphs.ts'
import type { CallerClaims, Role } from './callerClaims.ts'
import type { DisclosureLevel } from './disclosureLevel.ts'

/** How far a caller reaches in one subgraph. */
export interface Reach {
  /** What he reads about any subject. */
  readonly anyone: DisclosureLevel
  /** What he reads about the subjects he is, or acts for (`subjectIds` of his claims), or that lie in the district he is bound to. */
  readonly own: DisclosureLevel
  /** What he may ask by: filters, orders, arguments. Their answers concern everyone, so `own` does not widen it. */
  readonly asks: DisclosureLevel
}

interface RoleReach {
  readonly everywhere: DisclosureLevel
  /** In the division he works for. */
  readonly atHome?: DisclosureLevel
  /** Of what the hub keeps itself. */
  readonly inHub?: DisclosureLevel
  readonly own?: DisclosureLevel
  readonly asks?: DisclosureLevel
}

/**
 * What each role reaches (architecture, sections 1 and 5). AUTHORIZED opens to government roles by purpose and grant only.
 * The three administrators run the hub: they read no more of the divisions' data than anyone, and of the hub's own each what
 * is reserved for him (`@reservedFor`).
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
  SYSTEM_ADMIN: { everywhere: 'PUBLIC', inHub: 'INTERNAL' },
  SECURITY_ADMIN: { everywhere: 'PUBLIC', inHub: 'INTERNAL' },
  AUDIT_ADMIN: { everywhere: 'PUBLIC', inHub: 'INTERNAL' },
}

/**
 * How far a caller reaches in a subgraph; one who belongs to no division is at home nowhere, and an officer who is bound to a
 * district (县市区) is at home about the subjects there only.
 */
export function reachIn(subgraph: SubgraphName, { role, division: home, divisionCode }: CallerClaims): Reach {
  const { everywhere, atHome = everywhere, inHub = everywhere, own, asks } = roleReaches[role]
  const elsewhere = subgraph === HUB_SUBGRAPH ? inHub : everywhere
  const isAtHome = subgraph === home
  const anyone = isAtHome && divisionCode === undefined ? atHome : elsewhere
  return { anyone, own: own ?? (isAtHome ? atHome : anyone), asks: asks ?? anyone }
}
