import type { CallerClaims } from '@hub/schema/access/callerClaims'

/** Claims that many requests have in common, as text. */
const texts = new WeakMap<CallerClaims, string>()

/**
 * The same for callers who see the same: equal queries of theirs may share an answer. Whatever a caller's rights depend
 * on is in his claims.
 * @param audienceKey of the audience that the caller belongs to
 */
export function accessKey(audienceKey: string, caller: CallerClaims): string {
  const known = texts.get(caller)
  if (known !== undefined) return `${audienceKey} ${known}`
  const text = JSON.stringify(caller)
  texts.set(caller, text)
  return `${audienceKey} ${text}`
}
