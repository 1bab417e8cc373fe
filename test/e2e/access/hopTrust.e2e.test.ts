import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import { callerText } from '@hub/schema/access/callerText'
import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { divisionHopSettings, gatewaySigner, importAuthorization, importKey } from '../../setup/hopKeys.ts'
import { testDatabase } from '../../setup/testDatabase.ts'
import { type StartedProcess, startedProcess } from '../gateway/startedProcess.ts'
import { freePorts } from '../launcher/freePorts.ts'

const database = testDatabase()
const QUERY = JSON.stringify({ query: '{ liquorFilings(first: 1) { totalCount } }' })

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

interface Answered {
  readonly status: number | undefined
  readonly body: string
}

/** A real division's process, asked over a socket by whoever likes to. */
describe('a division', () => {
  let division: StartedProcess
  const hub = gatewaySigner('trade')

  beforeAll(async () => {
    const settings = { MONGODB_URI: database.uri, DATABASE_NAME: database.name, ...divisionHopSettings('trade') }
    division = await startedProcess('subgraphs/trade', await freePorts(), settings)
  })
  afterAll(() => division.kill())

  function send({ method = 'POST', path = '/graphql', headers = {}, body }: Sent): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const sent = request(`${division.origin}${path}`, { method, headers }, async (response) =>
        resolve({ status: response.statusCode, body: await text(response) }),
      )
      sent.once('error', reject)
      sent.end(body)
    })
  }

  function signed(
    { method = 'POST', path = '/graphql', body = QUERY }: Sent = {},
    signer = hub,
    caller = anonymous,
  ): Sent {
    const signature = signer.headers({ method, target: path, body, caller })
    const headers = { 'content-type': 'application/json', ...signature }
    return { method, path, headers, body }
  }

  async function expectRefused(sent: Sent): Promise<void> {
    const { status, body } = await send(sent)
    expect([status, JSON.parse(body)]).toEqual([
      401,
      { errors: [{ message: expect.any(String), extensions: { code: 'HUB_HOP_REFUSED' } }] },
    ])
  }

  test('answers the hub', async () => {
    expect(await send(signed())).toEqual({ status: 200, body: '{"data":{"liquorFilings":{"totalCount":0}}}\n' })
  })

  test.each([
    ['a query', { query: '{ liquorFilings { totalCount } }' }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['its SDL', { query: '{ _service { sdl } }' }],
    [
      'entities',
      { query: '{ _entities(representations: [{__typename: "Enterprise", subjectId: "S"}]) { __typename } }' },
    ],
    ['a typename', { query: '{ __typename }' }],
  ])('refuses %s that nobody has signed', async (_, question) => {
    await expectRefused({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) })
    await expectRefused({ method: 'GET', path: `/graphql?query=${encodeURIComponent(question.query)}` })
  })

  test.each([
    '/',
    '/graphql/',
    '/GraphQL',
    '//graphql',
    '/graphql?x',
    '/imports',
    '/imports/none',
    '/nothing',
    '/healthz/',
  ])('refuses an unsigned request for %s', (path) =>
    expectRefused({ path, headers: { 'content-type': 'application/json' }, body: QUERY }),
  )

  test('answers /healthz and /readyz to anyone', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await send({ method: 'GET', path })).status).toBe(200)
  })

  test('refuses what it has answered once', async () => {
    const once = signed()
    expect((await send(once)).status).toBe(200)
    await expectRefused(once)
    const both = await Promise.all([send(signed()), ...Array(2).fill(signed()).map(send)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 401])
  })

  test('refuses another body, cut, empty or dressed as another type', async () => {
    const body = QUERY.replace('liquorFilings', 'accompanyingNotes')
    await expectRefused({ ...signed(), body })
    await expectRefused({ ...signed(), body: QUERY.slice(0, -1) })
    const { headers = {}, ...rest } = signed()
    await expectRefused({ ...rest, headers: { ...headers, 'content-length': '0' }, body: '' })
    const disguised = { ...signed().headers, 'content-type': 'text/plain' }
    expect((await send({ headers: disguised, body })).status).toBe(415)
  })

  test('refuses claims that the hub has not made', async () => {
    const inspector: CallerClaims = { caller: 'mallory', role: 'INSPECTOR' }
    const { headers, ...rest } = signed()
    await expectRefused({ ...rest, headers: { ...headers, 'hub-caller': callerText(inspector) } })
    const mallory = new HopSigner(hopKeyList.parse(newHopKey('test-trade')), { from: 'gateway', to: 'trade' })
    await expectRefused(signed({}, mallory, inspector))
  })

  test('refuses what the hub has signed for another division, and what is no claim', async () => {
    await expectRefused(signed({}, gatewaySigner('personnel')))
    await expectRefused(signed({}, hub, { caller: 'x', role: 'ROOT' } as unknown as CallerClaims))
  })

  test('refuses a signature for another path or method', async () => {
    await expectRefused({ ...signed(), path: '/graphql?a=b' })
    await expectRefused({ ...signed(), method: 'PUT' })
  })

  test.each([-60_000, 60_000])('refuses a signature made by a clock that is %i ms apart', async (apart) => {
    const [key] = [hopKeyList.parse(divisionHopSettings('trade').HOP_KEYS)]
    const elsewhen = new HopSigner(key, { from: 'gateway', to: 'trade' }, () => Date.now() + apart)
    await expectRefused(signed({}, elsewhen))
  })

  test.each([
    ['none', undefined],
    ['another', `Basic ${Buffer.from(newHopKey('test-import')).toString('base64')}`],
    ['the id alone', `Basic ${Buffer.from('test-import:').toString('base64')}`],
    ['the hub-signed kind', `Bearer ${importKey}`],
  ])('takes no file with a key that is %s', async (_, authorization) => {
    const headers = authorization === undefined ? {} : { authorization }
    for (const [method, path] of [
      ['POST', '/imports/liquor-filings'],
      ['GET', '/imports/liquor-filings/template'],
      ['GET', '/imports/liquor-filings/doubts'],
    ] as const) {
      const { status, body } = await send({ method, path, headers })
      expect([path, status, JSON.parse(body).errors[0].extensions.code]).toEqual([path, 401, 'HUB_IMPORT_KEY_INVALID'])
    }
  })

  test('takes a file with its own key, which opens nothing else; nor does the hub’s signature open its imports', async () => {
    const headers = { authorization: importAuthorization }
    const path = '/imports/liquor-filings/template'
    expect((await send({ method: 'GET', path, headers })).status).toBe(200)
    await expectRefused({ headers: { ...headers, 'content-type': 'application/json' }, body: QUERY })
    const { status } = await send(signed({ method: 'GET', path, body: '' }))
    expect(status).toBe(401)
  })

  test('is still there after all this', async () => {
    expect((await send(signed())).status).toBe(200)
  })
})

test('a key is changed without a pause: both keys hold while both are named, the old one no longer', async () => {
  const [old, fresh] = [newHopKey('2026'), newHopKey('2027')]
  const port = await freePorts()
  const ask = async (key: string): Promise<number> => {
    const signer = new HopSigner(hopKeyList.parse(key), { from: 'gateway', to: 'trade' })
    const signature = signer.headers({ method: 'POST', target: '/graphql', body: QUERY, caller: anonymous })
    const headers = { 'content-type': 'application/json', ...signature }
    return (await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body: QUERY })).status
  }
  const statuses: number[][] = []
  for (const HOP_KEYS of [`${old},${fresh}`, fresh]) {
    const { uri: MONGODB_URI, name: DATABASE_NAME } = database
    const settings = { ...divisionHopSettings('trade'), MONGODB_URI, DATABASE_NAME, HOP_KEYS }
    const division = await startedProcess('subgraphs/trade', port, settings)
    statuses.push([await ask(old), await ask(fresh)])
    await division.kill()
  }
  expect(statuses).toEqual([
    [200, 200],
    [401, 200],
  ])
})
