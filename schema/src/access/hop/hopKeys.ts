import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A secret that two ends share, and the name by which a request says which of several it was made with. */
export interface HopKey {
  readonly id: string
  readonly secret: KeyObject
}

/** As long as the output of SHA-256: RFC 2104, section 3, discourages less. */
const SECRET_BYTES = 32
const ENTRY = /^([\w.-]{1,40}):([A-Za-z0-9_-]{43,})$/

/** Reads one `id:secret`; undefined when it is none. */
function hopKey(entry: string): HopKey | undefined {
  const [, id, text] = ENTRY.exec(entry) ?? []
  if (id === undefined || text === undefined) return undefined
  return { id, secret: createSecretKey(Buffer.from(text, 'base64url')) }
}

/**
 * A setting that holds keys: `id:secret` separated by commas, each secret at least 32 bytes in base64url. The first is
 * used, all are accepted: a key is changed by adding the new one on both sides, using it, and taking the old one away.
 */
export const hopKeyList = z.string().transform((text, context): readonly HopKey[] => {
  const keys = text.split(',').map((entry) => hopKey(entry.trim()))
  const known = keys.filter((key) => key !== undefined)
  if (known.length === keys.length && new Set(known.map(({ id }) => id)).size === keys.length) return known
  context.addIssue('must be id:secret (secret: 32 bytes or more in base64url), several separated by commas')
  return z.NEVER
})

/** The text of a new key, for a setting. */
export function newHopKey(id: string): string {
  return `${id}:${randomBytes(SECRET_BYTES).toString('base64url')}`
}
