import { type ImportKey, PROVIDER } from './providerKeys.ts'

/**
 * Whose rows a request is about: the organisation of its key, or the one that a key of the division names; nobody's but
 * the division's own where neither says. False for a name that is none, or not that of the key's organisation.
 */
export function spokenFor(key: ImportKey | undefined, named: unknown): string | undefined | false {
  if (named === undefined) return key?.provider
  const isName = typeof named === 'string' && PROVIDER.test(named)
  return isName && (key?.provider ?? named) === named ? named : false
}
