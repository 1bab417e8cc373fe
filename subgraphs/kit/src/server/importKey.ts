import { hash, timingSafeEqual } from 'node:crypto'
import { HubError } from '@hub/schema/errors/HubError'
import type { ImportKey } from './providerKeys.ts'

const BASIC = /^Basic ([A-Za-z0-9+/]{1,400}={0,2})$/i

/**
 * The key that an importer shows as HTTP Basic (RFC 7617), id and secret being user and password.
 * @throws HubError HUB_IMPORT_KEY_INVALID when it is none of the division's
 */
export function importKey(authorization: string | undefined, keys: readonly ImportKey[]): ImportKey {
  const [, encoded = ''] = BASIC.exec(authorization ?? '') ?? []
  const shown = Buffer.from(encoded, 'base64').toString('latin1')
  const key = keys.find(({ id, secret }) => isSame(shown, `${id}:${secret.export().toString('base64url')}`))
  if (key === undefined) throw new HubError('HUB_IMPORT_KEY_INVALID')
  return key
}

/** Takes the same time whatever is equal in them, and whatever their lengths. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
}
