import { createHmac, type KeyObject, randomBytes, randomInt } from 'node:crypto'

/** A key as its bearer shows it: `hub_<id>_<secret>`. The id may be seen by anyone, the secret by nobody again. */
export interface ApiKeyText {
  /** By which the key is found, and named in lists and evidence. */
  readonly id: string
  readonly text: string
}

const ID_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
const ID_LENGTH = 10
const SECRET_BYTES = 32
const FORM = /^hub_([a-z2-9]{10})_[A-Za-z0-9_-]{43}$/

/** Whether a credential is meant to be an API key, well formed or not. */
export function looksLikeApiKey(credential: string): boolean {
  return credential.startsWith('hub_')
}

/** A new key. */
export function newApiKey(): ApiKeyText {
  const id = Array.from({ length: ID_LENGTH }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('')
  return { id, text: `hub_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}` }
}

/** The id of a key; undefined when the text has not the form of one. */
export function apiKeyId(text: string): string | undefined {
  return FORM.exec(text)?.[1]
}

/**
 * What is stored of a key. A secret of 256 random bits cannot be guessed from a fast hash; keyed by the hub's own secret, a
 * hash cannot be made either by one who writes to the database.
 */
export function apiKeyDigest(text: string, hubSecret: KeyObject): Buffer {
  return createHmac('sha256', hubSecret).update(text).digest()
}
