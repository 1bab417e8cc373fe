import type { CallerClaims } from '@hub/schema/access/callerClaims'

/**
 * Equal for callers of one audience to whom every division tells the same: all of the claims that rights rest on, and not
 * who the caller is or in which case he asks.
 */
export function feedRights(audienceKey: string, claims: CallerClaims): string {
  const { caller: _, unit: __, caseNo: ___, ...rights } = claims
  return `${audienceKey} ${JSON.stringify(Object.entries(rights).sort())}`
}
