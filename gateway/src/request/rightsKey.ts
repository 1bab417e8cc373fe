import type { CallerClaims } from '@hub/schema/access/callerClaims'

/** Rights that many requests have in common, as text. */
const texts = new WeakMap<CallerClaims, string>()

/**
 * Equal for callers of one audience whom every division tells the same: all of the claims that rights rest on, and not
 * who the caller is or in which case he asks.
 */
export function rightsKey(audienceKey: string, claims: CallerClaims): string {
  const known = texts.get(claims)
  if (known !== undefined) return `${audienceKey} ${known}`
  const { caller: _, unit: __, caseNo: ___, ...rights } = claims
  const text = JSON.stringify(Object.entries(rights).sort())
  texts.set(claims, text)
  return `${audienceKey} ${text}`
}
