import { readFile } from 'node:fs/promises'
import type { JSONWebKeySet } from 'jose'
import { request } from 'undici'
import { z } from 'zod'

const FETCH_MILLIS = 5_000
const LARGEST_CHARACTERS = 256 * 1024

const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })

/** Keys in the text of a JWKS. @throws Error when it is none */
export function parseJwks(text: string): JSONWebKeySet {
  if (text.length > LARGEST_CHARACTERS) throw new Error('the JWKS is too large')
  return jwks.parse(JSON.parse(text))
}

/**
 * Reads a JWKS from an http(s) address or a file.
 * @throws Error when there is none
 */
export async function loadJwks(place: string): Promise<JSONWebKeySet> {
  if (!/^https?:/.test(place)) return parseJwks(await readFile(place, 'utf8'))
  // Redirects are not followed: keys come from the address that was configured, or not at all.
  const { statusCode, body } = await request(place, { signal: AbortSignal.timeout(FETCH_MILLIS) })
  const text = await body.text()
  if (statusCode !== 200) throw new Error(`the JWKS address answers ${statusCode}`)
  return parseJwks(text)
}
