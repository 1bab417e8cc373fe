import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallerClaims, Role } from '@hub/schema/access/callerClaims'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../database/openHubDatabase.ts'
import { sendFailure } from '../../http/sendJson.ts'
import { httpFault } from '../../request/requestRefusal.ts'
import type { AccessEvent } from '../accessEvent.ts'
import type { AccessRefused } from '../accessRefused.ts'
import type { Identify } from '../identity/identify.ts'
import { readTestSettings } from '../testing/readTestSettings.ts'
import { apiKeyRoutes } from './apiKeyRoutes.ts'
import { newApiKey } from './apiKeyText.ts'
import { type ApiKeys, openApiKeys } from './openApiKeys.ts'

const { uri, name } = testDatabase()
const platform: CallerClaims = { caller: '市信用办', role: 'CREDIT_PLATFORM' }
const secret = { API_KEY_SECRET: 'a secret of the hub, for this test alone' }
const events: AccessEvent[] = []
let evidence = true
let database: HubDatabase
let keys: ApiKeys
let server: Server
let origin: string

const opened = (settings: Record<string, string>) => openApiKeys(readTestSettings(settings), database) as ApiKeys

beforeAll(async () => {
  database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 }) as HubDatabase
  keys = opened(secret)
  const identify: Identify = async ({ headers }) => ({
    caller: { caller: '王五', role: String(headers.authorization) as Role },
  })
  const observe = async (event: AccessEvent) => {
    if (!evidence) throw httpFault(503, 'no evidence')
    events.push(event)
  }
  const routes = apiKeyRoutes({ acts: keys.acts, identify, trustedProxies: 0, observe })
  server = createServer(async (request, response) => {
    try {
      await routes.get(request.url ?? '')?.(request, response)
    } catch (error) {
      sendFailure(response, error, pino({ level: 'silent' }))
    }
  })
  // A test that takes its time leaves connections that are closed as the next one uses them.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  events.length = 0
  evidence = true
})
afterAll(async () => {
  server.close()
  await database.close()
})

async function act(path: string, input: unknown, role: Role = 'SECURITY_ADMIN') {
  const request = { method: 'POST', headers: { authorization: role }, body: JSON.stringify(input) }
  const response = await fetch(`${origin}/access/keys/${path}`, request)
  return { status: response.status, answer: (await response.json()) as Record<string, never> }
}

async function made(): Promise<{ id: string; text: string }> {
  return (await act('create', { claims: platform, days: 30 })).answer as unknown as { id: string; text: string }
}

/** From an address of its own, so that the failures of one test lock no other. */
let addresses = 0
const reasonOf = (text: string, address: string): Promise<unknown> =>
  keys.verifier.verify(text, address).catch(({ reason }: AccessRefused) => reason)

async function outcome(text: string, verifier = keys.verifier, address = `address ${addresses++}`): Promise<unknown> {
  return verifier.verify(text, address).then(
    ({ caller }) => caller,
    (error) => error.code,
  )
}

describe('an API key', () => {
  test('tells which service shows it; of its text nothing is stored, and it is never shown again', async () => {
    const { id, text } = await made()
    expect(await outcome(text)).toEqual(platform)
    const stored = JSON.stringify(await database.db.collection('api_keys').find({}).toArray())
    expect(stored).toContain(id)
    expect(stored).not.toContain(text.split('_').at(-1))
    const { answer } = await act('list', {})
    expect(JSON.stringify(answer)).toContain(id)
    expect(JSON.stringify(answer)).not.toMatch(/digest|hub_/)
  })

  test('is refused when it is another, changed, or of a hub with another secret', async () => {
    const { id, text } = await made()
    const other = newApiKey().text
    for (const wrong of [
      other,
      `hub_${id}_${other.split('_').slice(2).join('_')}`,
      text.slice(0, -1),
      `${text}A`,
      'hub_',
    ])
      expect(await outcome(wrong)).toBe('HUB_API_KEY_INVALID')
    const elsewhere = opened({ API_KEY_SECRET: 'another secret, that somebody else made up' }).verifier
    expect(await outcome(text, elsewhere)).toBe('HUB_API_KEY_INVALID')
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        async (tail) => (await outcome(`hub_${tail}`)) === 'HUB_API_KEY_INVALID',
      ),
      { numRuns: 50 },
    )
  })

  test('is refused at once when it is revoked, and when its time is over', async () => {
    const { id, text } = await made()
    expect(await outcome(text)).toEqual(platform)
    expect((await act('revoke', { id })).status).toBe(200)
    expect(await outcome(text)).toBe('HUB_API_KEY_INVALID')
    const short = await made()
    await database.db
      .collection<{ _id: string }>('api_keys')
      .updateOne({ _id: short.id }, { $set: { expiresAt: new Date() } })
    expect(await outcome(short.text)).toBe('HUB_API_KEY_INVALID')
  })

  test('is changed without a pause: the old one holds for the overlap, then no longer', async () => {
    const old = await made()
    const fresh = (await act('rotate', { id: old.id, days: 30, overlapHours: 1 })).answer as unknown as { text: string }
    expect([await outcome(old.text), await outcome(fresh.text)]).toEqual([platform, platform])
    const again = (await act('rotate', { id: old.id, days: 30, overlapHours: 0 })).answer as unknown as { text: string }
    expect([await outcome(old.text), await outcome(again.text)]).toEqual(['HUB_API_KEY_INVALID', platform])
    expect((await act('rotate', { id: old.id, days: 30, overlapHours: 0 })).status).toBe(400)
  })

  test('is refused from ever more addresses, beyond so many requests at once, and when nobody has used it for long', async () => {
    const settings = { ...secret, API_KEY_ADDRESS_LIMIT: '2', API_KEY_REQUEST_LIMIT: '1', API_KEY_IDLE_DAYS: '10' }
    const { verifier } = opened(settings)
    const { id, text } = await made()
    const places = ['a', 'b', 'c', 'b']
    const outcomes = []
    for (const place of places) outcomes.push(await outcome(text, verifier, place))
    expect(outcomes).toEqual([platform, platform, 'HUB_SESSION_LIMIT', platform])
    const { enter } = await verifier.verify(text, 'a')
    const leave = enter()
    expect(enter).toThrow(expect.objectContaining({ code: 'HUB_SESSION_LIMIT', status: 429 }))
    leave()
    enter()()
    const lastUsedAt = new Date(Date.now() - 11 * 24 * 60 * 60_000)
    await expect.poll(async () => (await keys.acts.list()).find((key) => key.id === id)?.lastUsedAt).toBeDefined()
    await database.db.collection<{ _id: string }>('api_keys').updateOne({ _id: id }, { $set: { lastUsedAt } })
    expect(await outcome(text, opened(settings).verifier)).toBe('HUB_API_KEY_INVALID')
    expect(await outcome(text, opened({ ...settings, API_KEY_IDLE_DAYS: '12' }).verifier)).toEqual(platform)
  })

  test('leaves a trace of when it was last used', async () => {
    const { id, text } = await made()
    await outcome(text)
    const lastUsed = async () => (await keys.acts.list()).find((key) => key.id === id)?.lastUsedAt
    await expect.poll(lastUsed).toBeInstanceOf(Date)
  })

  test('guessed at is locked, by address and by key, the right one too; others go on', async () => {
    const { id, text } = await made()
    const wrong = `hub_${id}_${'A'.repeat(43)}`
    for (let times = 0; times < 6; times++) await outcome(wrong, keys.verifier, 'guesser')
    expect(await outcome(text, keys.verifier, 'guesser')).toBe('HUB_LOGIN_LOCKED')
    expect(await outcome(text, keys.verifier, 'its owner')).toBe('HUB_LOGIN_LOCKED')
    expect(await outcome((await made()).text, keys.verifier, 'guesser')).toBe('HUB_LOGIN_LOCKED')
    expect(await outcome((await made()).text, keys.verifier, 'somebody')).toEqual(platform)
  })

  test('is named in what evidence keeps of its refusals', async () => {
    const { id, text } = await made()
    const wrong = `hub_${id}_${'A'.repeat(43)}`
    expect(await reasonOf('hub_', 'a1')).toBe('malformed')
    expect(await reasonOf(wrong, 'a2')).toBe(`key ${id}: wrong secret`)
    expect(await reasonOf(wrong.replace(id, 'aaaaaaaaaa'), 'a3')).toBe('key aaaaaaaaaa: unknown')
    await act('revoke', { id })
    expect(await reasonOf(text, 'a4')).toBe(`key ${id}: revoked`)
    for (let times = 0; times < 6; times++) await outcome(wrong, keys.verifier, 'a5')
    expect(await reasonOf(text, 'a5')).toBe(`too many failures: address a5, key ${id}`)
  })

  test('cannot be told while the database is out, and makes nobody anonymous', async () => {
    const { text } = await made()
    const nowhere = {
      MONGODB_URI: 'mongodb://127.0.0.1:1/?directConnection=true',
      DATABASE_NAME: name,
      DATABASE_DEADLINE_MS: 200,
    }
    const out = openHubDatabase(nowhere) as HubDatabase
    const unreachable = openApiKeys(readTestSettings(secret), out) as ApiKeys
    expect(await outcome(text, unreachable.verifier)).toBe('HUB_IDENTITY_UNAVAILABLE')
    await out.close()
  })
})

describe('acts on keys', () => {
  test.each<Role>(['PUBLIC', 'SYSTEM_ADMIN', 'AUDIT_ADMIN', 'OFFICER', 'INSPECTOR', 'CREDIT_PLATFORM'])(
    'are not for %s, and leave a trace of who tried',
    async (role) => {
      for (const path of ['list', 'create', 'revoke', 'rotate']) {
        const { status, answer } = await act(path, { claims: platform, days: 1, id: 'x' }, role)
        expect([status, answer]).toMatchObject([403, { errors: [{ extensions: { code: 'HUB_ACT_FORBIDDEN' } }] }])
      }
      expect(events).toHaveLength(4)
      expect(events[0]).toMatchObject({ kind: 'API_KEY_LIST', caller: '王五', role, result: 'HUB_ACT_FORBIDDEN' })
    },
  )

  test('leave a trace before they take effect; without it nothing is done', async () => {
    const before = (await keys.acts.list()).length
    evidence = false
    expect((await act('create', { claims: platform, days: 30 })).status).toBe(503)
    expect(await keys.acts.list()).toHaveLength(before)
    evidence = true
    const { id, text } = await made()
    expect(events).toMatchObject([
      {
        kind: 'API_KEY_CREATE',
        caller: '王五',
        result: 'DONE',
        details: { days: 30, claims: JSON.stringify(platform), newKey: id },
      },
    ])
    expect(JSON.stringify(events)).not.toContain(text)
    evidence = false
    for (const path of ['rotate', 'revoke'])
      expect((await act(path, { id, days: 1, overlapHours: 0 })).status).toBe(503)
    expect(await outcome(text)).toEqual(platform)
  })

  test('that are not done are not said to be done', async () => {
    const { id } = await made()
    await act('revoke', { id })
    const revokedAt = async () => (await keys.acts.list()).find((key) => key.id === id)?.revokedAt
    const before = await revokedAt()
    events.length = 0
    expect((await act('revoke', { id })).status).toBe(200)
    for (const [path, key] of [
      ['revoke', 'none'],
      ['rotate', 'none'],
      ['rotate', id],
    ])
      expect((await act(path ?? '', { id: key, days: 1, overlapHours: 0 })).status).toBe(400)
    expect((await act('create', { claims: { caller: 'x', role: 'AUDIT_ADMIN' }, days: 1 })).status).toBe(400)
    expect(events).toEqual([])
    expect([before, await revokedAt()]).toEqual([expect.any(Date), before])
  })

  test.each([
    ['an administrator', { claims: { caller: 'x', role: 'AUDIT_ADMIN' }, days: 1 }],
    ['a division', { claims: { caller: 'x', role: 'DIVISION_SERVICE', division: 'trade' }, days: 1 }],
    ['an officer without division', { claims: { caller: 'x', role: 'OFFICER' }, days: 1 }],
    ['grants', { claims: { ...platform, grants: [] }, days: 1 }],
    ['no end', { claims: platform, days: 1e9 }],
    ['nothing', {}],
    ['days of 27 years', { claims: platform, days: 9_999 }, 'days: 须为 1 到 3650 的整数 / must be a whole number'],
    ['half a day', { claims: platform, days: 0.5 }, 'days: 须为'],
  ])('make no key with %s', async (_, input, told = '') => {
    expect(await act('create', input)).toMatchObject({
      status: 400,
      answer: { errors: [{ message: expect.stringContaining(told), extensions: { code: 'BAD_USER_INPUT' } }] },
    })
  })
})
