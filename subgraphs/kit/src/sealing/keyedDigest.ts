import { createHmac, type KeyObject } from 'node:crypto'

/**
 * Digests by which values are found again that may hold what must not be read: HMAC-SHA-256 under a key of its own, since
 * the ten thousand million citizen ids there can be are tried against a plain hash in minutes.
 * @param purpose values of one purpose never meet those of another
 */
export type KeyedDigest = (purpose: string, text: string) => string

export function keyedDigest(secret: KeyObject, division: string): KeyedDigest {
  return (purpose, text) =>
    createHmac('sha256', secret).update(`${division}/${purpose}/`).update(text).digest('base64url')
}
