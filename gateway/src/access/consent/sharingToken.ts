import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'

const FORM = /^share_([0-9a-f-]{36})_[A-Za-z0-9_-]{43}$/
const SECRET_BYTES = 32

/** A token just made, and the id of the consent that it stands for. The text is shown once. */
export function newSharingToken(): { readonly id: string; readonly token: string } {
  const id = randomUUID()
  return { id, token: `share_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}` }
}

/** The consent that a token names; undefined when the text has not the form of one. */
export function sharedConsentId(token: string): string | undefined {
  return FORM.exec(token)?.[1]
}

/** What is stored of a token: 256 random bits cannot be guessed from a fast hash. */
export function sharingTokenHash(token: string): string {
  return hash('sha256', token)
}

/** Whether a token is the one whose hash is stored, told in constant time. */
export function isSharingToken(token: string, tokenHash: string): boolean {
  const [own, stored] = [sharingTokenHash(token), tokenHash].map((text) => Buffer.from(text, 'hex'))
  return own !== undefined && stored !== undefined && own.length === stored.length && timingSafeEqual(own, stored)
}
