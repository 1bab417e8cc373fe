import { createHmac } from 'node:crypto'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import fc from 'fast-check'
import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { AccessRefused } from '../accessRefused.ts'
import { AUDIENCE, forgedToken, ISSUER, TestIssuer } from '../testing/testIssuer.ts'
import { KeySource } from './keySource.ts'
import { TokenVerifier } from './tokenVerifier.ts'

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
const issuers = new Map<string, TestIssuer>()
let jwks: JSONWebKeySet
let verifier: TokenVerifier

beforeAll(async () => {
  for (const algorithm of [...ALGORITHMS, 'PS256']) issuers.set(algorithm, await TestIssuer.make(algorithm))
  const sets = await Promise.all([...issuers.values()].map((issuer) => issuer.jwks()))
  jwks = { keys: sets.flatMap(({ keys }) => keys) }
  const { getKey } = new KeySource({ load: async () => jwks, onFault: () => undefined })
  verifier = new TokenVerifier({ getKey, issuer: ISSUER, audience: AUDIENCE, clockSkewSeconds: 30 })
})

const signed = (changes: Readonly<Record<string, unknown>> = {}, algorithm = 'ES256') =>
  issuers.get(algorithm)?.sign(changes) ?? ''

async function outcome(token: string): Promise<CallerClaims | string> {
  try {
    return await verifier.verify(token)
  } catch (error) {
    if (error instanceof AccessRefused) return error.code
    throw error
  }
}

describe('a token', () => {
  test.each(ALGORITHMS)('signed with %s tells who its bearer is', async (algorithm) => {
    const claims = { role: 'officer', division: 'trade', divisionCode: '410105', unit: '商贸处', hobby: 'chess' }
    const { hobby: _, ...told } = { ...claims, role: 'OFFICER', caller: '李四' }
    expect(await outcome(await signed(claims, algorithm))).toEqual(told)
  })

  test('that has been verified is not verified again, until it expires', async () => {
    let now = Date.parse('2026-11-25T08:00:00Z')
    let asked = 0
    const keys = createLocalJWKSet(jwks)
    const getKey = (...parameters: Parameters<typeof keys>) => {
      asked += 1
      return keys(...parameters)
    }
    const options = { getKey, issuer: ISSUER, audience: AUDIENCE, clockSkewSeconds: 0, clock: () => now }
    const remembering = new TokenVerifier(options)
    const token = (await issuers.get('EdDSA')?.sign({ exp: now / 1000 + 90 }, now)) ?? ''
    const first = await remembering.verify(token)
    expect(await remembering.verify(token)).toBe(first)
    expect(asked).toBe(1)
    now += 61_000
    await remembering.verify(token)
    expect(asked).toBe(2)
    now += 29_000
    await expect(remembering.verify(token)).rejects.toMatchObject({ code: 'HUB_TOKEN_EXPIRED' })
  })

  const seconds = () => Math.floor(Date.now() / 1000)
  test.each<[string, () => Readonly<Record<string, unknown>>, string]>([
    ['of another issuer', () => ({ iss: 'https://elsewhere.test' }), 'HUB_TOKEN_INVALID'],
    ['without issuer', () => ({ iss: undefined }), 'HUB_TOKEN_INVALID'],
    ['for another audience', () => ({ aud: 'elsewhere' }), 'HUB_TOKEN_INVALID'],
    ['without audience', () => ({ aud: undefined }), 'HUB_TOKEN_INVALID'],
    ['expired beyond the skew', () => ({ exp: seconds() - 31 }), 'HUB_TOKEN_EXPIRED'],
    ['that never expires', () => ({ exp: undefined }), 'HUB_TOKEN_INVALID'],
    ['that is not yet valid', () => ({ nbf: seconds() + 60 }), 'HUB_TOKEN_INVALID'],
    ['of nobody', () => ({ sub: undefined }), 'HUB_TOKEN_INVALID'],
    ['without role', () => ({ role: undefined }), 'HUB_TOKEN_INVALID'],
    ['with a role that there is not', () => ({ role: 'ROOT' }), 'HUB_TOKEN_INVALID'],
    ['with several roles', () => ({ role: ['ANALYST', 'INSPECTOR'] }), 'HUB_TOKEN_INVALID'],
    ['of an officer without division', () => ({ role: 'OFFICER' }), 'HUB_TOKEN_INVALID'],
    ['with a division that there is not', () => ({ role: 'OFFICER', division: 'mars' }), 'HUB_TOKEN_INVALID'],
    ['of an enterprise without subject', () => ({ role: 'ENTERPRISE' }), 'HUB_TOKEN_INVALID'],
    ['that makes a person a division', () => ({ role: 'DIVISION_SERVICE', division: 'trade' }), 'HUB_TOKEN_INVALID'],
  ])('%s is refused', async (_, changes, code) => {
    expect(await outcome(await signed(changes()))).toBe(code)
  })

  test('within the skew is accepted', async () => {
    expect(await outcome(await signed({ exp: seconds() - 25, nbf: seconds() + 25 }))).toMatchObject({ role: 'ANALYST' })
  })

  test('brings no grants of its own', async () => {
    const claims = await outcome(await signed({ grants: [{ sections: ['all'] }] }))
    expect(claims).toEqual({ caller: '李四', role: 'ANALYST' })
  })
})

describe('a forged token', () => {
  const payload = () => ({ iss: ISSUER, aud: AUDIENCE, sub: 'x', role: 'INSPECTOR', exp: Date.now() / 1000 + 600 })

  test.each(['none', 'None', 'NONE', 'nOnE'])('with alg %s is refused', async (alg) => {
    expect(await outcome(forgedToken({ alg }, payload()))).toBe('HUB_TOKEN_INVALID')
    expect(await outcome(forgedToken({ alg, kid: 'ES256' }, payload(), 'AAAA'))).toBe('HUB_TOKEN_INVALID')
  })

  test('signed by HMAC with the text of a public key is refused, also when the set holds a symmetric key', async () => {
    const secrets = [JSON.stringify(jwks.keys[0]), Buffer.from('secret').toString('base64url')]
    jwks.keys.push({ kty: 'oct', k: Buffer.from('secret').toString('base64url'), kid: 'oct', alg: 'HS256' })
    for (const secret of secrets) {
      for (const kid of ['RS256', 'oct']) {
        const unsigned = forgedToken({ alg: 'HS256', kid }, payload()).slice(0, -1)
        const mac = createHmac('sha256', Buffer.from(secret, 'base64url')).update(unsigned).digest('base64url')
        expect(await outcome(`${unsigned}.${mac}`)).toBe('HUB_TOKEN_INVALID')
      }
    }
  })

  test('that names an algorithm the key is not for, or brings its own key, is refused', async () => {
    const stranger = await TestIssuer.make('ES256', 'RS256')
    expect(await outcome(await stranger.sign({ role: 'INSPECTOR' }))).toBe('HUB_TOKEN_INVALID')
    const own = await TestIssuer.make('ES256')
    expect(await outcome(await own.sign({ role: 'INSPECTOR' }))).toBe('HUB_TOKEN_INVALID')
    expect(await outcome(await signed({}, 'PS256'))).toBe('HUB_TOKEN_INVALID')
    const [jwk] = (await own.jwks()).keys
    for (const header of [
      { jwk },
      { jku: 'https://evil.test/jwks' },
      { x5u: 'https://evil.test' },
      { crit: ['exp'] },
    ]) {
      const [, body = '', signature] = (await own.sign({ role: 'INSPECTOR' })).split('.')
      const head = Buffer.from(JSON.stringify({ alg: 'ES256', ...header })).toString('base64url')
      expect(await outcome(`${head}.${body}.${signature}`)).toBe('HUB_TOKEN_INVALID')
    }
  })

  test('changed anywhere is refused, and so is any text', async () => {
    const token = await signed()
    const change = fc.record({ at: fc.nat(token.length - 1), by: fc.constantFrom(...'AZaz09-_.=') })
    const tokens = fc.oneof(
      change.map(({ at, by }) => token.slice(0, at) + by + token.slice(at + 1)),
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.json(), fc.json(), fc.base64String())
        .map(([head, body, signature]) =>
          [Buffer.from(head).toString('base64url'), Buffer.from(body).toString('base64url'), signature].join('.'),
        ),
    )
    await fc.assert(
      fc.asyncProperty(tokens, async (text) => text === token || typeof (await outcome(text)) === 'string'),
      { numRuns: 500 },
    )
  })

  test('has one spelling only: bits that base64url leaves over and padding are no other token', async () => {
    const token = await signed()
    const bytes = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url').toString('hex')
    const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => token.slice(0, -1) + last)
      .filter((text) => text !== token && bytes(text) === bytes(token))
    expect(spellings.length).toBeGreaterThan(0)
    for (const text of [...spellings, `${token}=`, `${token}==`]) expect(await outcome(text)).toBe('HUB_TOKEN_INVALID')
  })

  test('of a megabyte is refused before it is looked at', async () => {
    expect(await outcome(`${await signed()}${'A'.repeat(1_000_000)}`)).toBe('HUB_TOKEN_INVALID')
  })
})
