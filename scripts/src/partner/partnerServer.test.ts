import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPartner, type Partner } from './partnerServer.ts'
import type { TakenPage } from './partnerStore.ts'
import { webhookSignature } from './webhookSignature.ts'

const key = Buffer.alloc(32, 1)
let folder: string
let partner: Partner

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partner-'))
  partner = await openPartner({ port: 0, folder, keys: [key] })
})

afterEach(async () => {
  await partner.close()
  await rm(folder, { recursive: true })
})

const change = (id: string, version: number, data: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id,
  data: { record: 'r1', version, kind: 'CORRECTED', subjectId: 's1', family: 'penalties', ...data },
})

function deliver(
  deliveryId: string,
  events: unknown,
  scheme: 'v1' | 'v1sm3' = 'v1',
  signedWith = key,
  path = '/events',
) {
  const body = Buffer.from(JSON.stringify(events))
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = webhookSignature(scheme, signedWith, { id: deliveryId, timestamp, body })
  const headers = { 'webhook-id': deliveryId, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  return fetch(partner.url + path, { method: 'POST', body, headers })
}

/** What the tests look at of the partner's answers. */
interface Asked {
  events: number
  digest: string
  records: Record<string, { version: number }>
}

const ask = async (path: string) => (await (await fetch(partner.url + path)).json()) as Asked

async function list(query = '') {
  const page = (await (await fetch(`${partner.url}/events${query}`)).json()) as TakenPage
  return { total: page.total, next: page.next, ids: page.events.map(({ event }) => event.id) }
}

const behave = async (behaviour: unknown) =>
  (await fetch(`${partner.url}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) })).status

describe('the partner', () => {
  test('takes events once, whatever comes again, and says so', async () => {
    const first = await deliver('d1', { events: [change('e1', 1), change('e2', 2)] })
    expect([first.status, await first.json()]).toEqual([
      200,
      { deliveryId: 'd1', accepted: ['e1', 'e2'], refused: [], repeated: 0 },
    ])
    const again = await deliver('d2', [change('e2', 2), change('e3', 3, { kind: 'WITHDRAWN' })], 'v1sm3')
    expect(await again.json()).toMatchObject({ accepted: ['e2', 'e3'], repeated: 1 })
    expect(await ask('/')).toMatchObject({
      deliveries: 2,
      events: 3,
      repeats: 1,
      conflicts: [],
      outdated: [],
      schemes: { v1: 1, v1sm3: 1 },
    })
    expect(await list()).toEqual({ total: 3, ids: ['e1', 'e2', 'e3'] })
    expect(await ask('/records')).toEqual({
      records: { r1: { version: 3, kind: 'WITHDRAWN', family: 'penalties', subjectId: 's1', isWithdrawn: true } },
    })
  })

  test('counts an event once that two deliveries bring at the same time', async () => {
    await Promise.all([deliver('d1', [change('e1', 1)]), deliver('d2', [change('e1', 1)])])
    expect(await list()).toEqual({ total: 1, ids: ['e1'] })
  })

  test('notices one id with two contents, and a version that comes after a newer one', async () => {
    await deliver('d1', [change('e2', 2)])
    await deliver('d2', [change('e2', 9), change('e1', 1)])
    expect(await ask('/')).toMatchObject({ conflicts: ['e2'], outdated: ['e1'] })
    expect((await ask('/records')).records.r1?.version).toBe(2)
  })

  test('takes nothing that is not signed with its key, and nothing that holds no events', async () => {
    expect((await deliver('d1', [change('e1', 1)], 'v1', Buffer.alloc(32, 2))).status).toBe(401)
    expect((await deliver('d1', { rows: [] })).status).toBe(400)
    expect(await ask('/')).toMatchObject({ events: 0, faults: { 'wrong signature': 1 } })
  })

  test('refuses rows as it is told, with the reason, and takes the rest', async () => {
    await behave({ refuse: [{ record: 'r2', reason: '未关联到信用主体' }] })
    const answer = await deliver('d1', [change('e1', 1), change('e2', 1, { record: 'r2' })])
    expect(await answer.json()).toMatchObject({
      accepted: ['e1'],
      refused: [{ id: 'e2', reason: '未关联到信用主体' }],
    })
    await behave({})
    expect(await (await deliver('d2', [change('e2', 1, { record: 'r2' })])).json()).toMatchObject({ accepted: ['e2'] })
  })

  test('tells whoever signs which records it holds, by digests and by entries', async () => {
    await deliver('d1', [change('e1', 2), change('e2', 1, { record: 'r2', family: 'permits' })])
    await deliver('d2', [change('e3', 1, { record: 'r3' }), change('e4', 2, { record: 'r3', kind: 'WITHDRAWN' })])
    const question = { families: ['penalties'], nodes: [''], entries: [''] }
    const answer = await deliver('ask', question, 'v1', key, '/digests')
    const digest = createHash('sha256').update('r1\n2').digest('hex')
    expect(await answer.json()).toEqual({
      nodes: [{ place: createHash('sha256').update('r1').digest('hex').slice(0, 1), count: 1, digest }],
      entries: [{ record: 'r1', version: 2, family: 'penalties', subjectId: 's1' }],
    })
    expect((await deliver('ask', question, 'v1', Buffer.alloc(32, 2), '/digests')).status).toBe(401)
    expect((await deliver('ask', { nodes: ['x'] }, 'v1', key, '/digests')).status).toBe(400)
  })

  test('fails as often as it is told, then is well', async () => {
    await behave({ status: 503, retryAfterSeconds: 7, times: 1 })
    const failed = await deliver('d1', [change('e1', 1)])
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '7'])
    expect((await ask('/')).events).toBe(0)
    expect((await deliver('d1', [change('e1', 1)])).status).toBe(200)
  })

  test('loses answers to what it has taken, and answers late', async () => {
    await behave({ loseAnswers: true, times: 1 })
    await expect(deliver('d1', [change('e1', 1)])).rejects.toThrow()
    expect((await ask('/')).events).toBe(1)
    await behave({ delayMillis: 80, times: 1 })
    const startedAt = performance.now()
    expect(await (await deliver('d1', [change('e1', 1)])).json()).toMatchObject({ accepted: ['e1'], repeated: 1 })
    expect(performance.now() - startedAt).toBeGreaterThan(75)
    expect(await behave({ status: 200 })).toBe(400)
  })

  test('knows after a restart what it had, and drops a line that was cut off', async () => {
    await deliver('d1', [change('e1', 1, { title: '行\u2028处罚' }), change('e2', 2)])
    const before = await ask('/')
    await partner.close()
    const file = join(folder, 'received.jsonl')
    const whole = await readFile(file, 'utf8')
    await appendFile(file, '{"deliveryId":"d2","receiv')
    partner = await openPartner({ port: 0, folder, keys: [key] })
    expect((await ask('/')).digest).toBe(before.digest)
    expect(await readFile(file, 'utf8')).toBe(whole)
    await deliver('d2', [change('e2', 2), change('e3', 3)])
    expect(await list('?after=1&first=1')).toEqual({ total: 3, next: 2, ids: ['e2'] })
  })
})
