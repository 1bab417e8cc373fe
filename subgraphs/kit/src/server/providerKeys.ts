import { type HopKey, hopKeyList } from '@hub/schema/access/hop/hopKeys'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { z } from 'zod'

/** A key for importing files; one of an organisation outside opens the families that it provides, and no others. */
export interface ImportKey extends HopKey {
  readonly provider?: string
  readonly families?: readonly string[]
}

/** An organisation outside (信息提供方, GB/T 39442) by its name, as an agreement names its partner. */
export const PROVIDER = /^(?! )[^\p{C}]{1,200}(?<! )$/u

const families = new Set(recordFamilies.map(({ family }) => family as string))

/**
 * A setting that holds the keys of organisations outside: `provider/family,family=id:secret`, several separated by blanks;
 * a blank, / or % in a name is percent-encoded.
 * Whoever provides records is never given the subject index, by which everybody's records are linked.
 */
export const providerKeyList = z.string().transform((text, context): readonly ImportKey[] => {
  const keys = text.trim().split(/\s+/).map(providerKey)
  const known = keys.filter((key) => key !== undefined)
  if (known.length === keys.length && new Set(known.map(({ id }) => id)).size === keys.length) return known
  context.addIssue('must be provider/family,family=id:secret, several separated by blanks; families as in hub import')
  return z.NEVER
})

function providerKey(entry: string): ImportKey | undefined {
  const [, encoded = '', named = '', written = ''] = /^([^/]+)\/([^=]+)=(.+)$/.exec(entry) ?? []
  const provider = decoded(encoded)
  const [key] = hopKeyList.safeParse(written).data ?? []
  const opened = named.split(',')
  if (key === undefined || !PROVIDER.test(provider) || !opened.every((family) => families.has(family))) return undefined
  return { ...key, provider, families: opened }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return ''
  }
}
