import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { JSONWebKeySet } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AUDIENCE, ISSUER, TestIssuer } from '../testing/testIssuer.ts'
import { KeySource } from './keySource.ts'
import { loadJwks } from './loadJwks.ts'
import { TokenVerifier } from './tokenVerifier.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let now: number
let published: JSONWebKeySet | undefined
let loads: number
let faults: number
/** Milliseconds until the issuer answers. */
let slowness: number
let verifier: TokenVerifier

beforeEach(() => {
  now = Date.now()
  published = undefined
  loads = 0
  faults = 0
  slowness = 0
  const clock = () => now
  const load = async () => {
    loads += 1
    await delay(slowness)
    if (published === undefined) throw new Error('the issuer is out')
    return published
  }
  const { getKey } = new KeySource({ load, onFault: () => (faults += 1), clock })
  verifier = new TokenVerifier({ getKey, issuer: ISSUER, audience: AUDIENCE, clockSkewSeconds: 0, clock })
})

/** Every time with a token of its own, so that none is remembered. */
async function ask(issuer: TestIssuer): Promise<string> {
  const token = await issuer.sign({ jti: String(Math.random()) }, now)
  return verifier.verify(token).then(
    () => 'accepted',
    (error) => error.code,
  )
}

describe("the issuer's keys", () => {
  test('are fetched once for many tokens, and again in the background when they are old', async () => {
    const issuer = await TestIssuer.make('ES256')
    published = await issuer.jwks()
    for (let times = 0; times < 5; times++) expect(await ask(issuer)).toBe('accepted')
    expect(loads).toBe(1)
    now += 6 * MINUTE
    expect(await ask(issuer)).toBe('accepted')
    await expect.poll(() => loads).toBe(2)
  })

  test('are followed when they are changed, before anyone is refused; one taken away is refused', async () => {
    const [old, fresh] = [await TestIssuer.make('ES256', 'old'), await TestIssuer.make('EdDSA', 'fresh')]
    published = await old.jwks()
    expect(await ask(old)).toBe('accepted')
    now += MINUTE
    published = { keys: [...(await old.jwks()).keys, ...(await fresh.jwks()).keys] }
    expect([await ask(fresh), await ask(old)]).toEqual(['accepted', 'accepted'])
    published = await fresh.jwks()
    now += 6 * MINUTE
    await ask(fresh)
    await expect.poll(() => ask(old)).toBe('HUB_TOKEN_INVALID')
    expect(await ask(fresh)).toBe('accepted')
  })

  test('are waited for by everyone who comes with a new one, when they are changed', async () => {
    const [old, fresh] = [await TestIssuer.make('ES256', 'old'), await TestIssuer.make('ES256', 'fresh')]
    published = await old.jwks()
    expect(await ask(old)).toBe('accepted')
    published = await fresh.jwks()
    now += MINUTE
    slowness = 100
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => ask(fresh)))
    expect([new Set(outcomes), loads]).toEqual([new Set(['accepted']), 2])
  })

  test('stay as they were when the issuer publishes none that could be his', async () => {
    const issuer = await TestIssuer.make('ES256')
    published = await issuer.jwks()
    expect(await ask(issuer)).toBe('accepted')
    published = { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }
    now += 6 * MINUTE
    await ask(issuer)
    await expect.poll(() => faults).toBe(1)
    expect(await ask(issuer)).toBe('accepted')
  })

  test('are not asked for at every token with an invented key', async () => {
    const [issuer, stranger] = [await TestIssuer.make('ES256', 'one'), await TestIssuer.make('ES256', 'invented')]
    published = await issuer.jwks()
    for (let times = 0; times < 20; times++) expect(await ask(stranger)).toBe('HUB_TOKEN_INVALID')
    expect(loads).toBeLessThanOrEqual(2)
  })

  test('are believed while the issuer is out, for a day; then nobody can be told, and afterwards everyone again', async () => {
    const issuer = await TestIssuer.make('RS256')
    published = await issuer.jwks()
    expect(await ask(issuer)).toBe('accepted')
    published = undefined
    now += 23 * HOUR
    expect(await ask(issuer)).toBe('accepted')
    await expect.poll(() => faults).toBe(1)
    now += 2 * HOUR
    expect(await ask(issuer)).toBe('HUB_IDENTITY_UNAVAILABLE')
    published = await issuer.jwks()
    now += MINUTE
    expect(await ask(issuer)).toBe('accepted')
  })

  test('that have never been had make no one anonymous: it cannot be told who he is', async () => {
    expect(await ask(await TestIssuer.make('ES256'))).toBe('HUB_IDENTITY_UNAVAILABLE')
  })
})

describe('loadJwks', () => {
  const server = createServer((request, response) => {
    if (request.url === '/elsewhere') response.writeHead(302, { location: '/jwks' }).end()
    else if (request.url === '/none') response.end('{"keys":[]}')
    else response.end('{"keys":[{"kty":"EC"}]}')
  })
  let origin: string
  beforeEach(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  test('reads an address, follows none, and takes no empty set', async () => {
    expect(await loadJwks(`${origin}/jwks`)).toEqual({ keys: [{ kty: 'EC' }] })
    await expect(loadJwks(`${origin}/elsewhere`)).rejects.toThrow('302')
    await expect(loadJwks(`${origin}/none`)).rejects.toThrow()
    await expect(loadJwks('no-such-file.json')).rejects.toThrow('ENOENT')
  })
})
